"""What can be wrong with a schedule (`schedule.*`)."""

from app.errors.catalogue import define

define(
    "schedule.rhythm_missing",
    "A schedule needs either a cron expression or an interval, and not both.",
    "计划必须在 cron 表达式和时间间隔中二选一。",
)
define(
    "schedule.cron_invalid",
    "“{expression}” is not a cron expression: {why}.",
    "“{expression}”不是有效的 cron 表达式:{why}。",
    "Five fields: minute, hour, day of the month, month, day of the week (0 or 7 is Sunday); for example 30 6 * * 1-5.",
    "应有五个字段:分、时、日、月、星期(0 或 7 表示星期日);例如 30 6 * * 1-5。",
)
define(
    "schedule.never",
    "“{expression}” never comes round.",
    "“{expression}”永远不会触发。",
    "No month has this day; choose another one.",
    "没有任何月份包含该日期;请另选日期。",
)
define(
    "schedule.interval_invalid",
    "The interval is {seconds} seconds; it must be from {least} to {most}.",
    "时间间隔为 {seconds} 秒;必须介于 {least} 与 {most} 之间。",
)
define(
    "schedule.time_zone_unknown",
    "There is no time zone “{zone}”.",
    "不存在时区“{zone}”。",
    "Use a name from the IANA list, such as Europe/Berlin or Asia/Shanghai.",
    "请使用 IANA 时区名称,例如 Europe/Berlin 或 Asia/Shanghai。",
)

"""What can be wrong with a channel itself, whichever transport it uses (`channel.*`)."""

from app.errors.catalogue import define

define(
    "channel.kind_unknown",
    "There is no kind of channel “{kind}”.",
    "不存在通道类型“{kind}”。",
    "Known kinds: {known}.",
    "可用类型:{known}。",
)
define(
    "channel.retry_invalid",
    "The waits between attempts must be at most {most} numbers of minutes, each from 1 to {longest}.",
    "重试间隔最多 {most} 个,每个为 1 至 {longest} 分钟。",
)
define(
    "channel.setting_invalid",
    "The channel's settings can't be used: {fault}",
    "通道设置无法使用:{fault}",
)

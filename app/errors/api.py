"""What the API says of a request as such: `api.*`, `feed.*`."""

from app.errors.catalogue import define

define(
    "api.unauthenticated",
    "No valid API key came with the request.",
    "请求未携带有效的 API 密钥。",
    "Send `Authorization: Bearer csk_…` with a key of an active client.",
    "请在请求头中发送 `Authorization: Bearer csk_…`，并使用有效客户端的密钥。",
)
define(
    "api.scope_missing",
    "This key does not have the scope {scope}.",
    "该密钥不具备 {scope} 权限范围。",
    "Ask your administrator for a key with this scope.",
    "请向管理员申请具备该权限范围的密钥。",
)
define(
    "api.rate_limited",
    "Too many requests: this client may make {limit} a minute.",
    "请求过多：该客户端每分钟最多 {limit} 次。",
    "Wait for the seconds in Retry-After, then go on.",
    "请等待 Retry-After 所示的秒数后再继续。",
)
define("api.not_found", "There is nothing here, or nothing that you may see.", "此处没有内容，或您无权查看。")
define("api.method_not_allowed", "This address does not take {method}.", "该地址不支持 {method} 方法。")
define(
    "api.unsupported_media_type",
    "The media type {media_type} is not taken here.",
    "此处不接受媒体类型 {media_type}。",
    "Send one of: {allowed}.",
    "请使用以下类型之一：{allowed}。",
)
define(
    "api.unsupported_encoding",
    "The content encoding {encoding} is not taken.",
    "不接受内容编码 {encoding}。",
    "Send the body as it is, without Content-Encoding.",
    "请发送未经压缩的正文，不要使用 Content-Encoding。",
)
define(
    "api.invalid",
    "{detail}",
    "{detail}",
    "Compare the request with the API's description.",
    "请对照 API 说明检查请求。",
)
define("api.bad_request", "The request can't be read: {detail}", "无法读取请求：{detail}")
define(
    "api.fault",
    "Something went wrong on our side; the fault is logged as {reference}.",
    "服务器发生故障；已记录，编号为 {reference}。",
    "Try again later; nothing that was acknowledged is lost.",
    "请稍后重试；已确认的内容不会丢失。",
)
define(
    "api.unavailable",
    "The server can't reach its database at the moment.",
    "服务器暂时无法访问数据库。",
    "Send the same again after the seconds in Retry-After; a repeat never has a second effect.",
    "请在 Retry-After 所示的秒数后重新发送相同内容；重复发送不会产生第二次效果。",
)
define(
    "api.not_convertible",
    "The document can't be shown as {syntax}: {detail}",
    "无法以 {syntax} 格式显示该单据：{detail}",
)
define(
    "feed.cursor_gone",
    "Entries up to {removed} have been removed; the cursor {after} is older.",
    "{removed} 及之前的条目已被清除；游标 {after} 已过期。",
    "Read the missing documents with GET /documents, then go on with after={removed}.",
    "请用 GET /documents 读取缺失的单据，然后以 after={removed} 继续。",
)
define(
    "feed.cursor_ahead",
    "The cursor {after} lies beyond the feed's end {last}.",
    "游标 {after} 超出了信息流末尾 {last}。",
)
define("feed.reason_missing", "A failure needs a reason.", "报告失败时必须说明原因。")

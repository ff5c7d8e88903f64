"""What can be wrong with a channel's settings, and with the way to a partner (`transport.*`)."""

from app.errors.catalogue import define

define(
    "transport.setting_missing",
    "The setting “{name}” is missing.",
    "缺少设置项“{name}”。",
    "Add it to the channel's settings.",
    "请在通道设置中补上该项。",
)
define(
    "transport.setting_unknown",
    "There is no setting “{name}” for this kind of channel.",
    "此类通道没有设置项“{name}”。",
    "Known settings: {known}.",
    "可用的设置项:{known}。",
)
define(
    "transport.setting_invalid",
    "The setting “{name}” can't be used: {why}.",
    "设置项“{name}”无法使用:{why}。",
)
define(
    "transport.cannot_poll",
    "A channel of the kind “{kind}” only sends; nothing can be fetched from it.",
    "“{kind}”类通道只能发送,无法从中收取。",
    "Make its direction “out”, or choose another kind.",
    "请将方向改为“out”,或改用其他类型的通道。",
)
define(
    "transport.url_invalid",
    "This is not a URL that can be called: {why}.",
    "该 URL 无法调用:{why}。",
    "Write it as https://host/path, without a user name or a password; international names in their xn-- form.",
    "请写成 https://主机/路径 的形式,不带用户名和密码;国际化域名请使用 xn-- 形式。",
)
define(
    "transport.url_scheme",
    "Only {allowed} can be called, not “{scheme}”.",
    "只能调用 {allowed},不能使用“{scheme}”。",
    "Offer the endpoint over HTTPS, or have the operator allow plain HTTP.",
    "请以 HTTPS 提供该端点,或由运维人员开放 HTTP。",
)
define(
    "transport.port_refused",
    "Port {port} is not called: it belongs to another service.",
    "不会调用端口 {port}:该端口属于其他服务。",
    "Use 80, 443, or a port from 1024 up.",
    "请使用 80、443 或 1024 及以上的端口。",
)
define(
    "transport.address_refused",
    "{host} leads to {address}, which is not on the public Internet.",
    "{host} 指向 {address},该地址不在公共互联网上。",
    "Use a public address, or have the operator add its network to the allowed ones.",
    "请使用公网地址,或由运维人员将其网段加入允许列表。",
)
define(
    "transport.unresolved",
    "The name {host} can't be resolved.",
    "无法解析名称 {host}。",
    "Check the spelling, and that the name is in the DNS.",
    "请检查拼写,并确认该名称已登记在 DNS 中。",
)
define(
    "transport.secret_missing",
    "There is no secret to sign with.",
    "没有可用于签名的密钥。",
    "Give the channel a secret (whsec_…).",
    "请为通道设置密钥(whsec_…)。",
)
define(
    "transport.secret_invalid",
    "A secret of this channel can't be used: {why}.",
    "该通道的某个密钥无法使用:{why}。",
    "A secret is whsec_ and 24 to 64 bytes in Base64, or whsk_ and an Ed25519 key.",
    "密钥应为 whsec_ 加 24 至 64 字节的 Base64,或 whsk_ 加 Ed25519 私钥。",
)
define(
    "transport.folder_outside",
    "The folder “{folder}” is not below the folder for exchanges.",
    "文件夹“{folder}”不在交换目录之下。",
    "Give a path relative to the exchange folder, without “..” and without symbolic links.",
    "请填写相对于交换目录的路径,不得包含“..”或符号链接。",
)
define(
    "transport.folder_missing",
    "The folder “{folder}” is not there.",
    "文件夹“{folder}”不存在。",
    "Create it below the exchange folder, or correct the setting.",
    "请在交换目录下创建该文件夹,或更正设置。",
)
define(
    "transport.folder_unusable",
    "The folder “{folder}” can't be used: {why}.",
    "文件夹“{folder}”无法使用:{why}。",
    "Check its owner, its permissions and the space left.",
    "请检查其所有者、权限和剩余空间。",
)
define(
    "transport.file_exists",
    "“{name}” is already there with other content, and nothing is overwritten.",
    "“{name}”已存在且内容不同,系统不会覆盖任何文件。",
    "Find out who wrote it and move it away, then send again.",
    "请查明文件来源并将其移走,然后重新发送。",
)

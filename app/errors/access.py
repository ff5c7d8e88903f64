"""`access.*`: who may come in, and what people, clients and keys must look like."""

from app.errors.catalogue import define

LOGIN_FAILED = define(
    "access.login_failed",
    "The e-mail address or the password is not right.",
    "电子邮箱或密码不正确。",
    "Check both and try again; an administrator of your organisation can set a new password.",
    "请核对后重试；贵组织的管理员可以为您设置新密码。",
)
LOCKED = define(
    "access.locked",
    "Too many attempts failed. Try again in {minutes} min.",
    "失败次数过多，请在 {minutes} 分钟后重试。",
    "The wait grows with every further failure, up to 15 minutes.",
    "每多失败一次，等待时间就会延长，最长 15 分钟。",
)
NOT_LOGGED_IN = define(
    "access.not_logged_in",
    "Log in to see this page.",
    "请先登录再查看此页面。",
    "A log-in ends after 60 minutes without use, and after 12 hours in any case.",
    "60 分钟未操作或登录满 12 小时后，登录会自动失效。",
)
FORBIDDEN = define(
    "access.forbidden",
    "Your role does not allow this.",
    "您的角色无权执行此操作。",
    "Ask an administrator of your organisation who may do it.",
    "请向贵组织的管理员咨询谁有此权限。",
)
CSRF = define(
    "access.csrf",
    "The form did not come from this session, or the session has ended.",
    "该表单不属于当前会话，或者会话已经结束。",
    "Open the page again and send the form once more.",
    "请重新打开页面并再次提交表单。",
)
NOT_FOUND = define(
    "access.not_found",
    "There is no such page, or it is not yours to see.",
    "页面不存在，或您无权查看。",
    "Check the address, or begin from the work list.",
    "请检查网址，或从待办列表重新进入。",
)
FORM_TOO_LARGE = define(
    "access.form_too_large",
    "More was sent than this page takes.",
    "提交的内容超出了本页面可接受的大小。",
    "Large files come in over the API or a watched folder.",
    "大文件请通过 API 或监视文件夹提交。",
)
PASSWORD_SHORT = define(
    "access.password_short",
    "The password has fewer than {minimum} characters.",
    "密码不足 {minimum} 个字符。",
    "Several unrelated words make a password that is long and easy to remember.",
    "把几个互不相关的词连在一起，既够长又好记。",
)
PASSWORD_LONG = define(
    "access.password_long",
    "The password has more than {maximum} characters.",
    "密码超过 {maximum} 个字符。",
)
PASSWORD_COMMON = define(
    "access.password_common",
    "The password is one that many people use, or is made of too few different characters.",
    "该密码过于常见，或所用的不同字符太少。",
    "Choose one that nobody would guess.",
    "请选择一个别人猜不到的密码。",
)
PASSWORD_WRONG = define(
    "access.password_wrong",
    "The password is not right, so nothing was signed.",
    "密码不正确，未进行任何签署。",
    "Signing asks for your password again, to be sure that it is you.",
    "签署时需要再次输入密码，以确认是您本人。",
)
EMAIL_INVALID = define(
    "access.email_invalid",
    "“{email}” is not an e-mail address.",
    "“{email}”不是有效的电子邮箱地址。",
)
EMAIL_TAKEN = define(
    "access.email_taken",
    "There is a person with the e-mail address {email} already.",
    "电子邮箱 {email} 已被使用。",
)
ROLE_UNKNOWN = define(
    "access.role_unknown",
    "There is no role “{role}”.",
    "不存在角色“{role}”。",
)
SCOPE_UNKNOWN = define(
    "access.scope_unknown",
    "There is no scope “{scope}”.",
    "不存在权限范围“{scope}”。",
)
LAST_ADMINISTRATOR = define(
    "access.last_administrator",
    "This is the organisation's last active administrator.",
    "这是本组织最后一位有效的管理员。",
    "Make somebody else an administrator first.",
    "请先将另一位人员设为管理员。",
)
IDENTIFIER_TAKEN = define(
    "access.identifier_taken",
    "The identifier {identifier} belongs to another organisation.",
    "标识 {identifier} 已属于另一组织。",
)
PARTY_AMBIGUOUS = define(
    "access.party_ambiguous",
    "The identifiers {identifiers} belong to different organisations.",
    "标识 {identifiers} 分属不同的组织。",
    "A party must be named by identifiers of one organisation only.",
    "同一当事方的所有标识必须属于同一组织。",
)
KEY_UNREADABLE = define(
    "access.key_unreadable",
    "This is neither a certificate nor a public key that can be read.",
    "无法识别：既不是证书，也不是公钥。",
    "PEM, DER and JWK are taken; one certificate or key at a time.",
    "支持 PEM、DER 和 JWK 格式，每次一个证书或公钥。",
)
KEY_PRIVATE = define(
    "access.key_private",
    "This is a private key. It was not stored; treat it as known to others.",
    "这是私钥，未被保存；请将其视为已泄露。",
    "Make a new key pair and register its public half only.",
    "请重新生成密钥对，只登记其中的公钥。",
)
KEY_WEAK = define(
    "access.key_weak",
    "The key is too weak or of a kind that is not taken: {kind}.",
    "密钥强度不足或类型不受支持：{kind}。",
    "RSA from 2048 bits, ECDSA on P-256, P-384 or P-521, and Ed25519 are taken.",
    "支持 2048 位及以上的 RSA、P-256/P-384/P-521 曲线的 ECDSA 以及 Ed25519。",
)
KEY_TAKEN = define(
    "access.key_taken",
    "The organisation has a key called {kid} already.",
    "该组织已有名为 {kid} 的密钥。",
)
KEY_NOT_CA = define(
    "access.key_not_ca",
    "Only a certificate of a certificate authority can be registered as one.",
    "只有证书颁发机构的证书才能登记为 CA。",
)
KEY_ROLE = define(
    "access.key_role",
    "A key's role is “signing” or “ca”, not “{role}”.",
    "密钥的用途只能是“signing”或“ca”，不能是“{role}”。",
)
KEY_WINDOW = define(
    "access.key_window",
    "The key would stop being active before it starts.",
    "密钥的失效时间早于生效时间。",
)
FIELD_INVALID = define(
    "access.field_invalid",
    "“{field}” is missing or can't be used as it is: {value}",
    "“{field}”缺失或无法使用：{value}",
)
OWN_PARTNER = define(
    "access.own_partner",
    "An organisation can't be its own partner.",
    "组织不能成为自己的合作伙伴。",
)
NAME_MISSING = define(
    "access.name_missing",
    "An organisation needs a name.",
    "组织必须有名称。",
)
CRL_UNREADABLE = define(
    "access.crl_unreadable",
    "This is no certificate revocation list in PEM or DER.",
    "这不是 PEM 或 DER 格式的证书吊销列表。",
)
CRL_FORGED = define(
    "access.crl_forged",
    "The revocation list bears the name of a registered authority, but not its signature.",
    "该吊销列表标有已登记 CA 的名称，但没有其签名。",
)
CRL_OLDER = define(
    "access.crl_older",
    "A newer revocation list of this issuer is registered already.",
    "已登记该颁发者更新的吊销列表。",
)

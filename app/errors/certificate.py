"""Codes of `certificate.*`: a certificate or key that may not vouch for anything (now, or at all)."""

from app.errors.catalogue import define

EXPIRED = define(
    "certificate.expired",
    "The certificate of {subject} expired at {until}.",
    "{subject} 的证书已于 {until} 过期。",
    "Register a renewed certificate and sign with its key.",
    "请登记更新后的证书，并用其密钥签名。",
)
NOT_YET_VALID = define(
    "certificate.not_yet_valid",
    "The certificate of {subject} is valid only from {since}.",
    "{subject} 的证书自 {since} 起才生效。",
    "Sign with a certificate that is valid now, and check the clock.",
    "请使用当前有效的证书签名，并检查系统时钟。",
)
REVOKED = define(
    "certificate.revoked",
    "The certificate of {subject} was revoked at {revoked_at}.",
    "{subject} 的证书已于 {revoked_at} 被吊销。",
    "Sign with another registered certificate.",
    "请使用其他已登记的证书签名。",
)
WRONG_USAGE = define(
    "certificate.wrong_usage",
    "The certificate of {subject} may not sign documents: {reason}.",
    "{subject} 的证书不可用于签署文档：{reason}。",
    "Use a certificate whose key usage has digitalSignature or nonRepudiation.",
    "请使用密钥用途包含 digitalSignature 或 nonRepudiation 的证书。",
)
UNTRUSTED = define(
    "certificate.untrusted",
    "The certificate of {subject} doesn't lead to a certificate authority that is registered for the sender: {reason}.",
    "{subject} 的证书无法追溯到发送方登记的证书颁发机构：{reason}。",
    "Register the certificate or its authority, and send the intermediate certificates along.",
    "请登记该证书或其颁发机构，并随附中间证书。",
)
WEAK_KEY = define(
    "certificate.weak_key",
    "The key is too weak or of an unusable kind: {reason}.",
    "密钥强度不足或类型不可用：{reason}。",
    "Use RSA with 2048 bits or more, an elliptic curve from P-256 up, or Ed25519.",
    "请使用 2048 位及以上的 RSA、P-256 及以上的椭圆曲线，或 Ed25519。",
)
WEAK_SIGNATURE = define(
    "certificate.weak_signature",
    "The certificate of {subject} is itself signed with {algorithm}, which is too weak.",
    "{subject} 的证书自身以 {algorithm} 签名，强度不足。",
    "Have the certificate issued again, signed with SHA-256 or better.",
    "请重新签发证书，并使用 SHA-256 或更强的散列算法。",
)
MALFORMED = define(
    "certificate.malformed",
    "A certificate, key or revocation list can't be read.",
    "证书、密钥或吊销列表无法读取。",
    "Send or register it as X.509 DER (in base64 within XML).",
    "请以 X.509 DER 格式发送或登记（在 XML 中使用 base64 编码）。",
)

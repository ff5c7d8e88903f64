"""`jws.*`: why a JSON Web Signature was refused."""

from app.errors.catalogue import define

TOO_LARGE = define(
    "jws.too_large",
    "The signed message has {size} bytes; at most {limit} are taken.",
    "签名消息共 {size} 字节，超过上限 {limit} 字节。",
    "Split the document.",
    "请拆分单据。",
)
MALFORMED = define(
    "jws.malformed",
    "This is not a JWS in compact or flattened JSON form: {what}.",
    "不是紧凑格式或扁平 JSON 格式的 JWS：{what}。",
    "A compact JWS is three base64url parts joined by dots; a flattened one has protected, payload and signature.",
    "紧凑格式由三段 base64url 文本以点号连接；扁平格式包含 protected、payload 和 signature 三个成员。",
)
BASE64 = define(
    "jws.base64",
    "The {part} is not canonical base64url.",
    "{part} 部分不是规范的 base64url 编码。",
    "Use the URL-safe alphabet without padding, white space or line breaks (RFC 7515 section 2).",
    "请使用 URL 安全字符表，不带填充、空白和换行（RFC 7515 第 2 节）。",
)
HEADER = define(
    "jws.header",
    "The protected header can't be used: {what}.",
    "受保护头部无法使用：{what}。",
    "The header is a small JSON object with at least alg.",
    "头部应为一个小型 JSON 对象，且至少包含 alg。",
)
DUPLICATE_HEADER = define(
    "jws.duplicate_header",
    "The protected header has a member twice.",
    "受保护头部中有重复的成员。",
    "Write every header member once (RFC 7515 section 4).",
    "每个头部成员只能出现一次（RFC 7515 第 4 节）。",
)
ALGORITHM_NONE = define(
    "jws.algorithm_none",
    "The algorithm is “{algorithm}”: the message is not signed at all.",
    "算法为“{algorithm}”：该消息根本没有签名。",
    "Sign with your registered key.",
    "请使用已登记的密钥签名。",
)
ALGORITHM_SYMMETRIC = define(
    "jws.algorithm_symmetric",
    "“{algorithm}” is a keyed hash: who can verify it can also forge it, so it proves nothing about the sender.",
    "“{algorithm}”是带密钥的散列：能验证者也能伪造，无法证明发送方身份。",
    "Use RS, PS or ES with 256 and up, or EdDSA.",
    "请使用 256 位及以上的 RS、PS、ES 算法，或 EdDSA。",
)
ALGORITHM_UNKNOWN = define(
    "jws.algorithm_unknown",
    "“{algorithm}” is not a signature algorithm that is accepted here.",
    "“{algorithm}”不是此处接受的签名算法。",
    "Accepted: {accepted}.",
    "可接受的算法：{accepted}。",
)
KEY_MISMATCH = define(
    "jws.key_mismatch",
    "The registered key “{kid}” is not of the type that {algorithm} needs.",
    "已登记的密钥“{kid}”与 {algorithm} 所需的类型不符。",
    "Name the right algorithm for your key, or register the key that you sign with.",
    "请为密钥指定正确的算法，或登记实际用于签名的密钥。",
)
WEAK_KEY = define(
    "jws.weak_key",
    "The key “{kid}” is too weak: {why}.",
    "密钥“{kid}”强度不足：{why}。",
    "Register a new key: RSA of 2048 bits and up, ECDSA P-256 and up, or Ed25519.",
    "请登记新的密钥：2048 位及以上的 RSA、P-256 及以上的 ECDSA，或 Ed25519。",
)
CRIT = define(
    "jws.crit",
    "The header demands extensions (crit) that are not understood here: {names}.",
    "头部要求支持此处无法理解的扩展（crit）：{names}。",
    "Sign without critical extensions.",
    "请勿使用关键扩展。",
)
UNENCODED_PAYLOAD = define(
    "jws.unencoded_payload",
    "The header has b64 (RFC 7797), which makes it ambiguous what was signed.",
    "头部含有 b64（RFC 7797），使签名所覆盖的内容产生歧义。",
    "Sign the base64url-encoded payload, as RFC 7515 has it.",
    "请按 RFC 7515 对 base64url 编码后的内容签名。",
)
EMBEDDED_KEY = define(
    "jws.embedded_key",
    "The header brings its own key or a place to fetch one ({name}); only registered keys count.",
    "头部自带密钥或密钥下载地址（{name}）；此处只认已登记的密钥。",
    "Leave it out and name your registered key with kid.",
    "请去掉该成员，并用 kid 指明已登记的密钥。",
)
TYPE = define(
    "jws.type",
    "The header says that this is “{type}”, which is not what belongs here.",
    "头部声明的类型“{type}”不适用于此处。",
    "Leave typ out for documents; a receipt or a contract signature is not a document.",
    "单据请勿填写 typ；回执或合同签名不是单据。",
)
CONTENT_TYPE = define(
    "jws.content_type",
    "The payload is said to be “{content_type}”; JSON and XML are taken.",
    "内容类型声明为“{content_type}”；此处只接受 JSON 与 XML。",
    "Set cty to json or application/xml.",
    "请将 cty 设为 json 或 application/xml。",
)
UNPROTECTED_HEADER = define(
    "jws.unprotected_header",
    "The message has a header that the signature doesn't cover.",
    "消息带有未被签名覆盖的头部。",
    "Move everything into the protected header.",
    "请将所有内容移入受保护头部。",
)
UNEXPECTED_MEMBER = define(
    "jws.unexpected_member",
    "“{name}” stands beside the signature and is not covered by it.",
    "“{name}”位于签名之外，未被签名覆盖。",
    "Send protected, payload and signature only.",
    "请只发送 protected、payload 和 signature。",
)
SEVERAL_SIGNATURES = define(
    "jws.several_signatures",
    "The general JSON form with a list of signatures is not taken.",
    "不接受带有签名列表的通用 JSON 格式。",
    "Sign once, in compact or flattened form.",
    "请只签名一次，并使用紧凑格式或扁平格式。",
)
EMPTY_PAYLOAD = define(
    "jws.empty_payload",
    "The message has no payload.",
    "消息没有内容。",
    "Send the document inside of the JWS; detached content is not taken.",
    "请将单据放入 JWS 中；不接受分离式内容。",
)
SIGNATURE_MISSING = define(
    "jws.signature_missing",
    "The signature is empty.",
    "签名为空。",
    "Sign with your registered key.",
    "请使用已登记的密钥签名。",
)
SIGNATURE_LENGTH = define(
    "jws.signature_length",
    "A signature with {algorithm} and this key has {expected} bytes; this one has {actual}.",
    "使用 {algorithm} 和该密钥的签名应为 {expected} 字节，实际为 {actual} 字节。",
    "ECDSA in a JWS is r and s side by side at full length, not DER (RFC 7518 section 3.4).",
    "JWS 中的 ECDSA 签名是定长的 r 与 s 直接拼接，而不是 DER（RFC 7518 第 3.4 节）。",
)
SIGNATURE_INVALID = define(
    "jws.signature_invalid",
    "The signature doesn't fit the message: it was altered, or signed with another key than those registered.",
    "签名与消息不符：消息被改动过，或签名密钥并非已登记的密钥。",
    "Sign exactly the bytes that you send, with the key that you registered.",
    "请用已登记的密钥，对实际发送的字节签名。",
)
JWK = define(
    "jws.jwk",
    "A key in the key set can't be used: {what}.",
    "密钥集中的某个密钥无法使用：{what}。",
    "Publish public keys for signatures only (RFC 7517).",
    "请只发布用于签名验证的公钥（RFC 7517）。",
)

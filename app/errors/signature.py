"""Codes of `signature.*`: a signature that is missing, unusable, or that proves less than it seems to."""

from app.errors.catalogue import define

MISSING = define(
    "signature.missing",
    "The document is not signed.",
    "文档没有签名。",
    "Sign the document with an enveloped XML signature (or as a JWS) before sending it.",
    "发送前请以封内 XML 签名（或 JWS）对文档签名。",
)
MULTIPLE = define(
    "signature.multiple",
    "The document carries several signatures; exactly one is accepted.",
    "文档带有多个签名，只接受一个。",
    "Send one signature over the whole document.",
    "请只发送一个覆盖整份文档的签名。",
)
NESTED = define(
    "signature.nested",
    "A signature lies inside another signature.",
    "签名内部又嵌套了签名。",
    "Send one signature over the whole document, with no document inside it.",
    "请只发送一个覆盖整份文档的签名，签名内不得包含其他文档。",
)
ENVELOPING = define(
    "signature.enveloping",
    "The signature is the outermost element and encloses the document; only enveloped signatures are accepted.",
    "签名位于最外层并包住了文档；只接受封内（enveloped）签名。",
    "Put the signature inside the document that it signs.",
    "请将签名放在被签文档之内。",
)
MISPLACED = define(
    "signature.misplaced",
    "The signature stands where no signature belongs (inside {parent}).",
    "签名所在位置不允许放置签名（位于 {parent} 内）。",
    "Make it a child of the root, or put it into a UBL extension at the top of the document.",
    "请将签名作为根元素的子元素，或放入文档顶部的 UBL 扩展中。",
)
NOT_ROOT = define(
    "signature.not_root",
    "The signature covers {element} only, not the whole document.",
    "签名只覆盖 {element}，没有覆盖整份文档。",
    'Refer to the root element: URI="" or "#" and the root\'s own id.',
    "请引用根元素：URI 为空，或为 # 加根元素自身的标识。",
)
WRAPPED = define(
    "signature.wrapped",
    "The signature stands outside {element}, the element that it signs: the rest of the document is not signed.",
    "签名位于其所签元素 {element} 之外：文档其余内容未被签名。",
    "This is how signature wrapping attacks look. Sign the document that you send, as a whole.",
    "这是签名包装攻击的典型形态。请对所发送的整份文档签名。",
)
REFERENCE_COUNT = define(
    "signature.reference_count",
    "The signature has {count} references to content; exactly one is accepted.",
    "签名包含 {count} 个内容引用，只接受一个。",
    "Refer once to the whole document (XAdES adds one reference to its SignedProperties).",
    "请只引用整份文档一次（XAdES 另加一个指向 SignedProperties 的引用）。",
)
REFERENCE_UNRESOLVED = define(
    "signature.reference_unresolved",
    'The signature refers to "{uri}", and no element has that id.',
    "签名引用了“{uri}”，但没有元素具有该标识。",
    'Use URI="" to sign the whole document; no id is needed then.',
    "对整份文档签名时请使用空 URI，无需标识。",
)
EXTERNAL_REFERENCE = define(
    "signature.external_reference",
    'The signature refers to "{uri}", outside the document; nothing is ever fetched.',
    "签名引用了文档之外的“{uri}”；本系统从不获取外部内容。",
    'Use URI="" to sign the whole document.',
    "对整份文档签名时请使用空 URI。",
)
XPOINTER = define(
    "signature.xpointer",
    'The signature refers to its content by an XPointer ("{uri}"), which is not accepted.',
    "签名以 XPointer（“{uri}”）引用内容，不予接受。",
    'Use URI="" to sign the whole document.',
    "对整份文档签名时请使用空 URI。",
)
DUPLICATE_ID = define(
    "signature.duplicate_id",
    'The signed id "{id}" is carried by {count} attributes: which element is signed can\'t be told.',
    "被签标识“{id}”出现在 {count} 个属性上，无法判断签名的是哪个元素。",
    'Use every id once, in whatever spelling (Id, ID, id, xml:id), or sign with URI="".',
    "每个标识只能使用一次（不论写作 Id、ID、id 还是 xml:id），或使用空 URI 签名。",
)
TRANSFORM = define(
    "signature.transform",
    "The signature transforms what it signs by {found}; exactly {expected} is accepted.",
    "签名对内容所做的变换为 {found}；只接受 {expected}。",
    "Use these transforms in this order and no other.",
    "请按此顺序使用上述变换，不得使用其他变换。",
)
CANONICALIZATION = define(
    "signature.canonicalization",
    "The signature is canonicalised by {algorithm}; only exclusive C14N without comments is accepted.",
    "签名的规范化算法为 {algorithm}；只接受不含注释的独占规范化（Exclusive C14N）。",
    "Use http://www.w3.org/2001/10/xml-exc-c14n# as the CanonicalizationMethod.",
    "请将 CanonicalizationMethod 设为 http://www.w3.org/2001/10/xml-exc-c14n#。",
)
MALFORMED = define(
    "signature.malformed",
    "The signature is not built as the standard says: {reason}.",
    "签名结构不符合标准：{reason}。",
    "Let a library make the signature, and don't reformat the document afterwards.",
    "请使用标准库生成签名，签名后不要重新排版文档。",
)
KEY_INFO = define(
    "signature.key_info",
    "The signature brings or points to a key by {element}; keys are taken from the partner's record only.",
    "签名以 {element} 携带或指向密钥；密钥只取自合作伙伴的登记信息。",
    "Send X509Data or KeyName to say which registered key signed, or leave KeyInfo out.",
    "请以 X509Data 或 KeyName 指明使用了哪个已登记密钥，或省略 KeyInfo。",
)
COMMENT = define(
    "signature.comment",
    "A comment splits the text of {element}; comments are not signed.",
    "注释将 {element} 的文本截断；注释不在签名范围内。",
    "Remove comments from signed values.",
    "请删除已签名内容中的注释。",
)
PROCESSING_INSTRUCTION = define(
    "signature.processing_instruction",
    "A signed document may not carry the processing instruction {target}: it is not part of what is signed.",
    "已签名的文档不得带有处理指令 {target}：它不在签名范围内。",
    "Remove the processing instruction and sign again.",
    "请删除该处理指令后重新签名。",
)
XML_BASE = define(
    "signature.xml_base",
    "A signed document may not use xml:base: it changes what references mean.",
    "已签名的文档不得使用 xml:base：它会改变引用的含义。",
    "Remove xml:base and write references in full.",
    "请删除 xml:base，并写出完整引用。",
)
WEAK_ALGORITHM = define(
    "signature.weak_algorithm",
    "The algorithm {algorithm} is too weak to prove anything.",
    "算法 {algorithm} 强度不足，不能作为证明。",
    "Use SHA-256 or better with RSA or ECDSA.",
    "请使用 SHA-256 或更强的散列算法配合 RSA 或 ECDSA。",
)
HMAC = define(
    "signature.hmac",
    "The signature is an HMAC ({algorithm}): whoever can check it could have made it.",
    "签名使用了 HMAC（{algorithm}）：能验证者同样能伪造。",
    "Sign with a private key (RSA or ECDSA).",
    "请使用私钥签名（RSA 或 ECDSA）。",
)
ALGORITHM = define(
    "signature.algorithm",
    "The algorithm {algorithm} is unknown or not accepted.",
    "算法 {algorithm} 未知或不被接受。",
    "Use RSA, RSA-PSS or ECDSA with SHA-256, SHA-384 or SHA-512.",
    "请使用 RSA、RSA-PSS 或 ECDSA，配合 SHA-256、SHA-384 或 SHA-512。",
)
ALGORITHM_MISMATCH = define(
    "signature.algorithm_mismatch",
    "The algorithm {algorithm} doesn't fit the registered key.",
    "算法 {algorithm} 与登记的密钥类型不符。",
    "Sign with the key that is registered, by an algorithm of its kind.",
    "请使用已登记的密钥及与其类型相符的算法签名。",
)
DIGEST_MISMATCH = define(
    "signature.digest_mismatch",
    "The content was changed after it was signed.",
    "内容在签名之后被更改。",
    "Sign last, and send the signed bytes without reformatting them.",
    "请最后签名，并原样发送已签名的字节，不要重新排版。",
)
INVALID = define(
    "signature.invalid",
    "The signature does not verify with any key registered for the sender.",
    "使用发送方已登记的任何密钥都无法验证该签名。",
    "Check that the document was signed with the registered key and that nothing changed the signature.",
    "请确认文档由已登记的密钥签名，且签名未被改动。",
)
UNKNOWN_KEY = define(
    "signature.unknown_key",
    "The key or certificate that the signature names is not registered for the sender.",
    "签名所指明的密钥或证书未登记在发送方名下。",
    "Register the certificate or public key for your organisation first.",
    "请先为贵组织登记该证书或公钥。",
)
KEY_INACTIVE = define(
    "signature.key_inactive",
    "The key is registered, but not for use at this time (from {active_from} until {active_to}).",
    "密钥已登记，但当前不在启用期内（自 {active_from} 至 {active_to}）。",
    "Sign with a key that is active now, or change the key's period.",
    "请使用当前有效的密钥签名，或调整密钥的启用期。",
)
KEY_REVOKED = define(
    "signature.key_revoked",
    "The key was revoked at {revoked_at}.",
    "密钥已于 {revoked_at} 被吊销。",
    "Sign with another registered key.",
    "请使用其他已登记的密钥签名。",
)
UNSIGNED_PROPERTIES = define(
    "signature.unsigned_properties",
    "The signature carries UnsignedProperties, which nothing covers.",
    "签名带有未被任何签名覆盖的 UnsignedProperties。",
    "Send a XAdES-BES signature without unsigned properties.",
    "请发送不含未签名属性的 XAdES-BES 签名。",
)
SIGNING_CERTIFICATE = define(
    "signature.signing_certificate",
    "The XAdES properties name another certificate than the one that signed.",
    "XAdES 属性所指明的证书与实际签名证书不一致。",
    "Let SigningCertificateV2 hold the digest of the registered signing certificate.",
    "请在 SigningCertificateV2 中填入已登记签名证书的摘要。",
)
define(
    "signature.required",
    "A document of the type {type} must be signed.",
    "{type} 类型的单据必须签名。",
    "Sign it with a key that is registered for your organisation (XML-DSig, XAdES or JWS).",
    "请使用贵组织已登记的密钥签名（XML-DSig、XAdES 或 JWS）。",
)
define(
    "signature.no_held_key",
    "This server holds no signing key for your organisation.",
    "本服务器未为贵组织保管签名密钥。",
    "An administrator can have one made with `countersign key hold`.",
    "管理员可通过 `countersign key hold` 生成。",
)

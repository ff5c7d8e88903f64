"""What the pipeline itself has to say of a message: `message.*`, `party.*`, `partner.*`."""

from app.errors.catalogue import define

define(
    "message.too_large",
    "The message has {size} bytes; at most {limit} are taken.",
    "消息大小为 {size} 字节，上限为 {limit} 字节。",
    "Split the document, or send attachments by reference.",
    "请拆分单据，或以引用方式发送附件。",
)
define(
    "message.empty",
    "The message is empty.",
    "消息为空。",
    "Send the document as the body of the request.",
    "请将单据作为请求正文发送。",
)
define(
    "message.unrecognised",
    "The content is of no syntax that this server reads.",
    "内容不属于本服务器可识别的任何语法。",
    "Send UBL 2.1, Contract XML or Countersign JSON, signed or bare.",
    "请发送 UBL 2.1、合同 XML 或 Countersign JSON（可签名，也可不签名）。",
)
define(
    "message.unsupported_type",
    "Documents of the kind {name} are recognised but not taken.",
    "已识别出 {name} 类单据，但本服务器不接收。",
    "The list of document types is in the API's description.",
    "可接收的单据类型见 API 说明。",
)
define(
    "message.key_reused",
    "The idempotency key {key} was used before with another content.",
    "幂等键 {key} 先前已用于其他内容。",
    "Use a new key for a new document; repeat a key only with the same bytes.",
    "新单据请使用新的键；只有内容完全相同时才可重复使用同一键。",
)
define(
    "message.bad_key",
    "The idempotency key has {length} characters, or some that aren't printable ASCII.",
    "幂等键长度为 {length} 个字符，或含有不可打印的 ASCII 以外字符。",
    "Use 1 to 255 printable ASCII characters; a UUID is a good choice.",
    "请使用 1 至 255 个可打印的 ASCII 字符；建议使用 UUID。",
)
define(
    "document.duplicate",
    "The same {type} {number} was accepted before.",
    "相同的 {type} {number} 先前已被接收。",
)
define(
    "document.number_conflict",
    "{type} {number} was accepted before with another content.",
    "{type} {number} 先前已以不同内容被接收。",
    "An accepted document is never overwritten: send a change, a new version, or a new number.",
    "已接收的单据不会被覆盖：请发送变更单、新版本，或使用新编号。",
)
define(
    "document.too_long",
    "The document's {what} has {length} characters; at most {limit} are taken.",
    "单据的 {what} 长度为 {length} 个字符，上限为 {limit} 个。",
    "Shorten it: it is what both sides refer to the document by.",
    "请缩短：双方以此引用该单据。",
)
define(
    "document.quarantined",
    "The document is kept, but an unexpected fault stopped its processing; staff will look at it.",
    "单据已保存，但处理时发生意外故障；工作人员将进行核查。",
    "There is nothing to send again.",
    "无需重新发送。",
)
define(
    "signature.required",
    "A document of the type {type} must be signed.",
    "{type} 类型的单据必须签名。",
    "Sign it with a key that is registered for your organisation (XML-DSig, XAdES or JWS).",
    "请使用贵组织已登记的密钥签名（XML-DSig、XAdES 或 JWS）。",
)
define(
    "party.not_sender",
    "The document's {side} is {found}, which is not the organisation that sent it.",
    "单据中的{side}为 {found}，与发送方组织不符。",
    "Name your organisation by an identifier that is registered for it.",
    "请使用贵组织已登记的标识符。",
)
define(
    "party.receiver_unknown",
    "The document's {side}, {found}, is no organisation on this server.",
    "单据中的{side} {found} 不是本服务器上的组织。",
    "Check the identifier and its scheme with your partner.",
    "请与合作伙伴核对标识符及其方案。",
)
define(
    "party.same",
    "Buyer and seller are the same organisation.",
    "买方与卖方为同一组织。",
)
define(
    "partner.unknown",
    "There is no active partnership with {name}.",
    "与 {name} 之间没有有效的合作关系。",
    "The receiver's administrator has to add your organisation as a partner.",
    "需由接收方管理员将贵组织添加为合作伙伴。",
)
define(
    "partner.type_not_agreed",
    "{name} does not take documents of the type {type} from you.",
    "{name} 不接收贵方发送的 {type} 类型单据。",
)
define(
    "negotiation.not_found",
    "There is no such negotiation.",
    "该协商不存在。",
)
define(
    "negotiation.version_conflict",
    "The negotiation is at version {current}, not {expected}.",
    "协商当前版本为 {current}，而非 {expected}。",
    "Look at what has happened since, and decide again.",
    "请先查看其间发生的变化，再作决定。",
)
define(
    "negotiation.key_reused",
    "The idempotency key {key} was used before for another event.",
    "幂等键 {key} 先前已用于其他事件。",
)
define(
    "signature.no_held_key",
    "This server holds no signing key for your organisation.",
    "本服务器未为贵组织保管签名密钥。",
    "An administrator can have one made with `countersign key hold`.",
    "管理员可通过 `countersign key hold` 生成。",
)
define(
    "contract_signature.missing",
    "Signing a contract version needs a signature.",
    "签署合同版本必须附带签名。",
    "Send a compact JWS over the version's statement as `signature`, or sign in the browser.",
    "请在 `signature` 中附上针对该版本声明的紧凑 JWS，或在浏览器中签署。",
)

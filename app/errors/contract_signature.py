"""`contract_signature.*`: why a party's signature is not one of this version of this contract."""

from app.errors.catalogue import define

CONTENT = define(
    "contract_signature.content",
    "The signed statement is not one about a contract version: {what}.",
    "所签署的声明不是关于合同版本的声明：{what}。",
    "Sign contract, version, sha256, organisation, person and at, and nothing else.",
    "请只签署 contract、version、sha256、organisation、person 和 at。",
)
WRONG_CONTRACT = define(
    "contract_signature.wrong_contract",
    "The signature is for the contract {actual}, not {expected}.",
    "该签名针对合同 {actual}，而不是 {expected}。",
    "Sign the contract that you were shown.",
    "请签署向您展示的那份合同。",
)
WRONG_VERSION = define(
    "contract_signature.wrong_version",
    "The signature is for version {actual}; the current one is {expected}.",
    "该签名针对第 {actual} 版，当前为第 {expected} 版。",
    "Read the current version and sign that one.",
    "请阅读并签署当前版本。",
)
WRONG_DIGEST = define(
    "contract_signature.wrong_digest",
    "The signature covers the digest {actual}; the original's is {expected}.",
    "该签名覆盖的摘要为 {actual}，原件的摘要为 {expected}。",
    "Compute SHA-256 over the original bytes as they were received, in lower-case hexadecimal.",
    "请对收到的原始字节计算 SHA-256，并以小写十六进制表示。",
)
WRONG_ORGANISATION = define(
    "contract_signature.wrong_organisation",
    "The signature speaks for the organisation {actual}; it was sent by {expected}.",
    "该签名代表组织 {actual}，但发送方为 {expected}。",
    "Sign for your own organisation, by its id on this server.",
    "请代表您自己的组织签署，并使用其在本服务器上的编号。",
)
WRONG_PERSON = define(
    "contract_signature.wrong_person",
    "The signature names {actual}, but {expected} is signing.",
    "该签名署名为 {actual}，但实际签署人为 {expected}。",
    "Put your own name into the statement.",
    "请在声明中填写您本人的姓名。",
)
TIME = define(
    "contract_signature.time",
    "The signature says {at}; the server's clock says {now}, and at most {minutes} minutes between them are taken.",
    "签名时间为 {at}，服务器时间为 {now}，两者相差不得超过 {minutes} 分钟。",
    "Set your clock, and send the signature soon after making it.",
    "请校准时钟，并在签署后尽快发送。",
)
define(
    "contract_signature.missing",
    "Signing a contract version needs a signature.",
    "签署合同版本必须附带签名。",
    "Send a compact JWS over the version's statement as `signature`, or sign in the browser.",
    "请在 `signature` 中附上针对该版本声明的紧凑 JWS，或在浏览器中签署。",
)

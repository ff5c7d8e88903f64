"""Codes of `contract.*`: versions, acceptances and signatures that don't fit the contract's chain."""

from app.errors.catalogue import define

define(
    "contract.version_conflict",
    "This is version {version} after {previous}; the chain goes on with version {expected} after {current}.",
    "此文档是接在 {previous} 之后的第 {version} 版；版本链的下一版应为接在 {current} 之后的第 {expected} 版。",
    "Take the current version from the feed and make yours from it, with its digest as the previous one.",
    "请从消息流中获取当前版本，在其基础上修改，并以其摘要作为前一版本的摘要。",
)
define(
    "contract.first_version",
    "A new contract starts with version 1 and without a previous digest; this is version {version}.",
    "新合同应从第 1 版开始且没有前一版本摘要；此文档为第 {version} 版。",
    "Send version 1 first, or check the contract's number.",
    "请先发送第 1 版，或检查合同编号。",
)
define(
    "contract.other_digest",
    "The digest {named} is not that of the current version ({current}).",
    "摘要 {named} 与当前版本的摘要（{current}）不一致。",
    "Read the current version again before you accept or sign it.",
    "请在接受或签署之前重新阅读当前版本。",
)
define(
    "contract.already_signed",
    "The {side} has already signed this version.",
    "{side} 方已签署此版本。",
    "The other party's signature is what is missing.",
    "目前尚缺对方的签名。",
)
define(
    "contract.already_consented",
    "The {side} has already consented to {event}.",
    "{side} 方已同意 {event}。",
    "The other party's consent is what is missing.",
    "目前尚缺对方的同意。",
)
define(
    "contract.not_yet",
    "The contract takes effect on {start}.",
    "合同于 {start} 生效。",
)

"""`evidence.*`: what a receipt proves and what it doesn't, in words; also why one can't be read."""

from app.errors.catalogue import define

NO_KEYS = define(
    "evidence.no_keys",
    "The key file holds no usable public key.",
    "密钥文件中没有可用的公钥。",
    "Use the server's published key set (a JWK Set), got from the server itself or from its operator.",
    "请使用该服务器发布的密钥集（JWK Set），并从服务器本身或其运营方取得。",
)
RECEIPT_CONTENT = define(
    "evidence.receipt_content",
    "The receipt is signed, but its content is not that of a receipt: {what}.",
    "回执签名有效，但内容不是回执：{what}。",
    "Check that this is the whole receipt as the server returned it.",
    "请确认这是服务器返回的完整回执。",
)
RECEIPT_SIGNED = define(
    "evidence.receipt_signed",
    "The receipt was signed by {server}: the signature holds with key {kid} ({algorithm}).",
    "回执由 {server} 签署：使用密钥 {kid}（{algorithm}）验证通过。",
)
RECEIPT_NOT_PROVEN = define(
    "evidence.receipt_not_proven",
    "The receipt proves nothing, for the reason that follows.",
    "该回执不能证明任何事，原因如下。",
    "Use the receipt exactly as it was returned, and the key set of the server that issued it.",
    "请使用服务器原样返回的回执，以及签发该回执的服务器的密钥集。",
)
DOCUMENT_SAME = define(
    "evidence.document_same",
    "The file is, byte for byte, the {type} {number} that was received (SHA-256 {sha256}).",
    "该文件与收到的 {type} {number} 逐字节一致（SHA-256 {sha256}）。",
)
DOCUMENT_DIFFERS = define(
    "evidence.document_differs",
    "The file is not what was received: its SHA-256 is {actual}, the receipt names {expected}.",
    "该文件不是当时收到的文件：其 SHA-256 为 {actual}，回执记载的是 {expected}。",
    "Compare with the original bytes; saving a file anew, or another line ending, already makes another file.",
    "请使用原始字节比对；重新保存或更改换行符都会使文件不同。",
)
DOCUMENT_NOT_GIVEN = define(
    "evidence.document_not_given",
    "No file was given. The receipt is for the {type} {number} with the SHA-256 {sha256}.",
    "未提供文件。该回执对应 {type} {number}，SHA-256 为 {sha256}。",
    "Give the file too, to see whether it is the one that was received.",
    "同时提供文件，即可核对是否为当时收到的文件。",
)
RECEIVED_AT = define(
    "evidence.received_at",
    "The server states that it received the document on {at}.",
    "服务器声明于 {at} 收到该文档。",
)
SENDER_SIGNED = define(
    "evidence.sender_signed",
    "The server states that {name} ({id}) signed it with the registered key {key}"
    " ({algorithm}, certificate {certificate}).",
    "服务器声明由 {name}（{id}）使用已登记的密钥 {key} 签署（{algorithm}，证书 {certificate}）。",
)
SENDER_UNSIGNED = define(
    "evidence.sender_unsigned",
    "The server states that {name} ({id}) sent it, without a signature of its own.",
    "服务器声明由 {name}（{id}）发送，文档本身没有签名。",
)
STATE_REACHED = define(
    "evidence.state_reached",
    "The server states that it took the document for {receiver} ({receiver_id}) as “{state}”.",
    "服务器声明已为 {receiver}（{receiver_id}）接收该文档，状态为“{state}”。",
)
NEGOTIATION_REACHED = define(
    "evidence.negotiation_reached",
    "The server states that it took the document for {receiver} ({receiver_id}) as “{state}”,"
    " and that the negotiation {negotiation} then stood at “{negotiation_state}”.",
    "服务器声明已为 {receiver}（{receiver_id}）接收该文档，状态为“{state}”，"
    "当时协商 {negotiation} 处于“{negotiation_state}”。",
)

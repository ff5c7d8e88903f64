"""Words of the rules on parties, delivery and payment."""

from app.errors.catalogue import define

_WORDS = (
    (
        "BR-06",
        "The seller's registered name is missing (BT-27).",
        "缺少卖方的注册名称（BT-27）。",
        "State the name under which the seller is registered.",
        "请填写卖方的注册名称。",
    ),
    (
        "BR-07",
        "The buyer's name is missing (BT-44).",
        "缺少买方名称（BT-44）。",
        "State the buyer's full name.",
        "请填写买方的全称。",
    ),
    (
        "BR-08",
        "The seller's postal address is missing (BG-5).",
        "缺少卖方的邮政地址（BG-5）。",
        "State the address, with the country at least.",
        "请填写地址，至少包含国家。",
    ),
    (
        "BR-09",
        "The seller's address has no country (BT-40).",
        "卖方地址缺少国家（BT-40）。",
        "State the country by its ISO 3166-1 code, such as DE.",
        "请用 ISO 3166-1 代码填写国家，例如 DE。",
    ),
    (
        "BR-10",
        "The buyer's postal address is missing (BG-8).",
        "缺少买方的邮政地址（BG-8）。",
        "State the address, with the country at least.",
        "请填写地址，至少包含国家。",
    ),
    (
        "BR-11",
        "The buyer's address has no country (BT-55).",
        "买方地址缺少国家（BT-55）。",
        "State the country by its ISO 3166-1 code, such as DE.",
        "请用 ISO 3166-1 代码填写国家，例如 DE。",
    ),
    (
        "BR-17",
        "The payee has no name (BT-59), or it is the seller.",
        "收款方没有名称（BT-59），或者就是卖方本身。",
        "Name the third party that is to be paid; where it is the seller, leave the payee out.",
        "请填写实际收款的第三方；如收款方就是卖方，请删除收款方。",
    ),
    (
        "BR-18",
        "The seller's tax representative has no name (BT-62).",
        "卖方的税务代表没有名称（BT-62）。",
        "State the representative's name, or leave the representative out.",
        "请填写税务代表的名称，或删除税务代表。",
    ),
    (
        "BR-19",
        "The seller's tax representative has no address (BG-12).",
        "卖方的税务代表没有地址（BG-12）。",
        "State the representative's address, with the country at least.",
        "请填写税务代表的地址，至少包含国家。",
    ),
    (
        "BR-20",
        "The address of the seller's tax representative has no country (BT-69).",
        "卖方税务代表的地址缺少国家（BT-69）。",
        "State the country by its ISO 3166-1 code, such as DE.",
        "请用 ISO 3166-1 代码填写国家，例如 DE。",
    ),
    (
        "BR-49",
        "The payment instructions (BG-16) don't say how to pay (BT-81).",
        "付款指示（BG-16）未说明付款方式（BT-81）。",
        "State the means of payment by its code, such as 30 for a credit transfer.",
        "请填写付款方式代码，例如贷记转账为 30。",
    ),
    (
        "BR-50",
        "The account to pay into has no number (BT-84).",
        "收款账户没有账号（BT-84）。",
        "State the IBAN, or the account's number where it has none.",
        "请填写 IBAN；没有 IBAN 的，请填写账号。",
    ),
    (
        "BR-51",
        "The card number (BT-87) shows more than ten digits.",
        "支付卡号（BT-87）显示超过十位数字。",
        "Show the last four to six digits only, and the first six at most.",
        "请只显示末四至六位数字，最多再加前六位。",
    ),
    (
        "BR-56",
        "The seller's tax representative has no VAT number (BT-63).",
        "卖方的税务代表没有增值税号（BT-63）。",
        "State the VAT number under which the representative accounts for the seller.",
        "请填写税务代表为卖方申报所用的增值税号。",
    ),
    (
        "BR-57",
        "The delivery address (BG-15) has no country (BT-80).",
        "交货地址（BG-15）缺少国家（BT-80）。",
        "State the country by its ISO 3166-1 code, or leave the address out.",
        "请用 ISO 3166-1 代码填写国家，或删除该地址。",
    ),
    (
        "BR-61",
        "Payment is to be by credit transfer ({found}, BT-81), but no account is stated (BT-84).",
        "付款方式为贷记转账（{found}，BT-81），但未填写收款账户（BT-84）。",
        "State the account to pay into, or another means of payment.",
        "请填写收款账户，或改用其他付款方式。",
    ),
    (
        "BR-62",
        "The seller's electronic address (BT-34) doesn't say in which scheme it is.",
        "卖方的电子地址（BT-34）未说明所用的方案。",
        "State the scheme by its EAS code, such as 0088 for a GLN.",
        "请填写 EAS 方案代码，例如 GLN 为 0088。",
    ),
    (
        "BR-63",
        "The buyer's electronic address (BT-49) doesn't say in which scheme it is.",
        "买方的电子地址（BT-49）未说明所用的方案。",
        "State the scheme by its EAS code, such as 0088 for a GLN.",
        "请填写 EAS 方案代码，例如 GLN 为 0088。",
    ),
    (
        "BR-CO-09",
        "A VAT number begins with {found}, which is no country's prefix (BT-31, BT-48, BT-63).",
        "增值税号以 {found} 开头，这不是任何国家的前缀（BT-31、BT-48、BT-63）。",
        "Put the prefix of the country that gave the number before it, such as FR, and EL for Greece.",
        "请在税号前加上签发国的前缀，例如 FR；希腊为 EL。",
    ),
    (
        "BR-CO-26",
        "The seller is not identified: no identifier (BT-29), no registration (BT-30), no VAT number (BT-31).",
        "卖方没有任何标识：既无卖方标识符（BT-29），也无注册号（BT-30）或增值税号（BT-31）。",
        "State one of the three.",
        "请填写三者之一。",
    ),
)

for _code, _en, _zh, _hint, _hint_zh in _WORDS:
    define(_code, _en, _zh, _hint, _hint_zh)

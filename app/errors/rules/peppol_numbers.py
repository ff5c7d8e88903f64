"""Words of Peppol BIS Billing 3's rules on numbers of organisations: one sentence, with what each scheme asks for."""

from app.errors.catalogue import define

_FORMS = (
    # rule, scheme, name, form; the last two in Chinese again
    (
        "PEPPOL-COMMON-R040",
        "0088",
        "a GLN",
        "digits only, the last one the check digit of GS1",
        "全球位置码（GLN）",
        "仅由数字组成，末位为 GS1 校验码",
    ),
    (
        "PEPPOL-COMMON-R041",
        "0192",
        "a Norwegian organisation number",
        "nine digits, the last one a check digit (modulo 11)",
        "挪威组织机构号",
        "九位数字，末位为校验码（模 11）",
    ),
    (
        "PEPPOL-COMMON-R042",
        "0184",
        "a Danish CVR number",
        "eight digits, with DK before them or not, and no blanks",
        "丹麦 CVR 号",
        "八位数字，可加前缀 DK，不含空格",
    ),
    (
        "PEPPOL-COMMON-R052",
        "0096",
        "a Danish P number",
        "ten digits and no blanks",
        "丹麦 P 号",
        "十位数字，不含空格",
    ),
    (
        "PEPPOL-COMMON-R053",
        "0198",
        "a Danish SE number",
        "DK and eight digits, without blanks",
        "丹麦 SE 号",
        "DK 加八位数字，不含空格",
    ),
    (
        "PEPPOL-COMMON-R043",
        "0208",
        "a Belgian enterprise number",
        "ten digits, the last two 97 less the remainder of the others by 97",
        "比利时企业号",
        "十位数字，末两位等于 97 减去前八位除以 97 的余数",
    ),
    (
        "PEPPOL-COMMON-R044",
        "0201",
        "an Italian office code (IPA)",
        "six letters or digits",
        "意大利公共机构办公室代码（IPA）",
        "六位字母或数字",
    ),
    (
        "PEPPOL-COMMON-R045",
        "0210",
        "an Italian tax code (codice fiscale)",
        "sixteen characters for a person, eleven digits for a company",
        "意大利税号（codice fiscale）",
        "个人为十六位字符，公司为十一位数字",
    ),
    (
        "PEPPOL-COMMON-R046",
        "9907",
        "an Italian tax code (codice fiscale)",
        "sixteen characters for a person, eleven digits for a company",
        "意大利税号（codice fiscale）",
        "个人为十六位字符，公司为十一位数字",
    ),
    (
        "PEPPOL-COMMON-R047",
        "0211",
        "an Italian VAT number (partita IVA)",
        "IT and eleven digits, the last one a check digit",
        "意大利增值税号（partita IVA）",
        "IT 加十一位数字，末位为校验码",
    ),
    (
        "PEPPOL-COMMON-R049",
        "0007",
        "a Swedish organisation number",
        "ten digits, the last one a check digit (Luhn)",
        "瑞典组织机构号",
        "十位数字，末位为校验码（Luhn 算法）",
    ),
    (
        "PEPPOL-COMMON-R050",
        "0151",
        "an Australian Business Number",
        "eleven digits, which check each other (modulo 89)",
        "澳大利亚商业号码（ABN）",
        "十一位数字，须通过模 89 校验",
    ),
    ("PEPPOL-COMMON-R054", "0106", "a Dutch KVK number", "eight digits", "荷兰商会（KVK）号", "八位数字"),
    ("PEPPOL-COMMON-R055", "0190", "a Dutch OIN", "twenty digits", "荷兰组织识别号（OIN）", "二十位数字"),
    (
        "PEPPOL-COMMON-R056-1",
        "9944",
        "a Dutch VAT number",
        "NL, nine digits, B and two digits",
        "荷兰增值税号",
        "NL、九位数字、B 和两位数字",
    ),
    (
        "PEPPOL-COMMON-R057",
        "0217",
        "a Dutch establishment number",
        "twelve digits",
        "荷兰营业机构号",
        "十二位数字",
    ),
)

for _rule, _scheme, _name, _form, _name_zh, _form_zh in _FORMS:
    define(
        _rule,
        f'"{{found}}" isn\'t {_name} (scheme {_scheme}).',
        f"“{{found}}”不是有效的{_name_zh}（方案 {_scheme}）。",
        f"The number is {_form}. Look it up in the register, or state the scheme that it belongs to.",
        f"该号码应为{_form_zh}。请在登记机构核对，或填写其所属的方案。",
    )

define(
    "PEPPOL-COMMON-R056-2",
    'The VAT number "{found}" begins with NL and isn\'t a Dutch one.',
    "增值税号“{found}”以 NL 开头，但不是有效的荷兰增值税号。",
    "Write NL, nine digits, B and two digits, as in NL123456789B01.",
    "请按 NL、九位数字、B、两位数字的格式书写，例如 NL123456789B01。",
)

"""X12 and EDIFACT: what can be wrong with the syntax and with the envelope.

`{place}` is the element concerned (`BEG03`, `DTM 1.2`), `{tag}` the segment, `{value}` what stands there.
"""

from app.errors.catalogue import define

# elements
define(
    "edi.element_missing",
    "{place} is missing, and {tag} can't do without it.",
    "缺少 {place}，段 {tag} 必须有该数据元。",
    "Fill it in; the partner's guideline says with what.",
    "请按照贸易伙伴的实施指南填写该数据元。",
)
define(
    "edi.condition",
    "{place} is missing: the syntax note {expected} of {tag} ties it to other elements that are there.",
    "缺少 {place}：段 {tag} 的语法注释 {expected} 要求它与已出现的其他数据元同时出现。",
    "Fill it in as well, or leave out all the elements of that note.",
    "请补上该数据元，或删除该注释涉及的所有数据元。",
)
define(
    "edi.exclusion",
    "{place} must not be there: by the syntax note {expected} of {tag} it excludes another element that is there.",
    "{place} 不得出现：按段 {tag} 的语法注释 {expected}，它与已出现的另一数据元互斥。",
    "Keep one of them.",
    "请只保留其中之一。",
)
define(
    "edi.too_many_elements",
    "{tag} has more elements than it has places for; the first one too many is {place}: “{value}”.",
    "段 {tag} 的数据元过多；第一个多余的是 {place}：“{value}”。",
    "Look for an element separator within a value.",
    "请检查某个值中是否误含数据元分隔符。",
)
define(
    "edi.too_many_components",
    "{place} is a component too many: “{value}”.",
    "{place} 是多余的成分：“{value}”。",
    "Look for a component separator within a value.",
    "请检查某个值中是否误含成分分隔符。",
)
define(
    "edi.too_many_repetitions",
    "{place} is repeated more often than it may be.",
    "{place} 的重复次数超过上限。",
    "Look for a repetition separator within a value.",
    "请检查某个值中是否误含重复分隔符。",
)
define(
    "edi.too_short",
    "{place} is too short: “{value}”; it has {expected} characters at least.",
    "{place} 过短：“{value}”；至少应有 {expected} 个字符。",
)
define(
    "edi.too_long",
    "{place} is too long: “{value}”; it has {expected} characters at most.",
    "{place} 过长：“{value}”；最多 {expected} 个字符。",
)
define(
    "edi.character",
    "{place} has a character that can't stand there: “{value}”.",
    "{place} 含有不允许的字符：“{value}”。",
    "Control characters and the interchange's own delimiters can't be part of a value.",
    "值中不得含有控制字符或本交换所用的分隔符。",
)
define(
    "edi.outside_character_set",
    "{place} has characters that the interchange's character set {expected} doesn't have: “{value}”.",
    "{place} 含有不属于交换字符集 {expected} 的字符：“{value}”。",
    "They were taken as they are. EDIFACT: name the character set that is really used (UNOB has small letters, UNOC "
    "Latin-1, UNOY UTF-8). X12 has few letters beyond English; partners may agree on more.",
    "已按原样接收。EDIFACT：请声明实际使用的字符集（UNOB 含小写字母，UNOC 为 Latin-1，UNOY 为 UTF-8）。"
    "X12 除英文字母外只有少数字母，可由双方另行约定。",
)
define(
    "edi.bytes_of_character_set",
    "{place} has bytes that are no characters in the interchange's character set {expected}; they were read as "
    "Latin-1: “{value}”.",
    "{place} 含有在交换字符集 {expected} 中不构成字符的字节，已按 Latin-1 读取：“{value}”。",
    "Name the character set that is really used, or send in the one that is named.",
    "请声明实际使用的字符集，或按所声明的字符集发送。",
)
define(
    "edi.not_a_number",
    "{place} should be a number and is “{value}”.",
    "{place} 应为数字，实际为“{value}”。",
    "Digits, a minus in front, and in decimal numbers one decimal mark; no blanks, no thousands marks.",
    "只可包含数字、前置负号，小数可含一个小数点；不得有空格或千位分隔符。",
)
define(
    "edi.decimal_mark",
    "{place} has its decimal mark in a wrong place, or several: “{value}”.",
    "{place} 的小数标记位置错误或多于一个：“{value}”。",
)
define(
    "edi.no_digit_before_mark",
    "{place} has no digit in front of its decimal mark: “{value}”.",
    "{place} 的小数标记前没有数字：“{value}”。",
)
define("edi.letters_only", "{place} may have no digits: “{value}”.", "{place} 不得含有数字：“{value}”。")
define(
    "edi.code",
    "{place} has a code that isn't in its list: “{value}”.",
    "{place} 的代码不在代码表中：“{value}”。",
    "Use a code of the version that the message says it is in.",
    "请使用报文所声明版本的代码。",
)
define(
    "edi.code_of_association",
    "{place} has a code that the directory doesn't have: “{value}”. It may be one of {association}.",
    "{place} 的代码不在目录代码表中：“{value}”。它可能属于 {association}。",
    "Compare it with the association's own list.",
    "请对照该行业组织自己的代码表。",
)
define("edi.date", "{place} is no day of the calendar: “{value}”.", "{place} 不是有效日期：“{value}”。")
define("edi.time", "{place} is no time of day: “{value}”.", "{place} 不是有效时间：“{value}”。")

# segments
define(
    "edi.segment_unknown",
    "There is no segment {tag} in this version of the standard.",
    "该版本的标准中没有段 {tag}。",
    "Look for a segment terminator within a value in front of it.",
    "请检查前面的值中是否误含段终止符。",
)
define(
    "edi.segment_not_in_message",
    "The segment {tag} has no place in this message.",
    "该报文中没有段 {tag} 的位置。",
)
define(
    "edi.segment_out_of_order",
    "The segment {tag} stands in a wrong place: it belongs further in front, or to a loop that isn't open.",
    "段 {tag} 的位置错误：应在更前面，或属于尚未开始的循环。",
)
define(
    "edi.segment_missing",
    "The segment {tag} is missing; it should have come before this one.",
    "缺少段 {tag}；它应出现在此段之前。",
)
define(
    "edi.segment_too_often",
    "The segment {tag} comes more often than {limit} times.",
    "段 {tag} 的出现次数超过 {limit} 次。",
)
define(
    "edi.loop_too_often",
    "The loop {loop}, which {tag} opens, comes more often than {limit} times.",
    "由 {tag} 开始的循环 {loop} 的出现次数超过 {limit} 次。",
)
define("edi.segment_empty", "A segment terminator stands alone.", "存在空段（单独的段终止符）。")
define(
    "edi.wrapped",
    "There are line breaks within segments; they were left out.",
    "段内有换行符，已忽略。",
    "Send the file without breaking its lines.",
    "请发送未折行的文件。",
)
define(
    "edi.segment_too_long",
    "A segment has no end within {limit} bytes; nothing behind its beginning was read.",
    "某段在 {limit} 字节内没有结束，其后的内容未读取。",
    "Look whether the segment terminator is the one that the interchange's header has.",
    "请检查段终止符是否与交换头中的一致。",
)
define(
    "edi.outside_message",
    "The segment {tag} stands outside any message.",
    "段 {tag} 位于任何报文之外。",
)

# messages
define(
    "edi.message_unsupported",
    "There is no grammar for {value} here.",
    "本系统没有 {value} 的语法定义。",
    "EDIFACT messages can be added from the UN's directory files: countersign edi import.",
    "EDIFACT 报文可用联合国目录文件导入：countersign edi import。",
)
define(
    "edi.version_unsupported",
    "There is no grammar for version {version} here, which {value} says it is in.",
    "本系统没有版本 {version} 的语法定义，而 {value} 声明使用该版本。",
    "EDIFACT directories can be added from the UN's files: countersign edi import.",
    "EDIFACT 目录可用联合国目录文件导入：countersign edi import。",
)
define(
    "edi.grammar_broken",
    "The grammar that was imported for {version} can't be used ({file}: {why}).",
    "为 {version} 导入的语法文件无法使用（{file}：{why}）。",
    "Import the directory again: countersign edi import.",
    "请重新导入该目录：countersign edi import。",
)
define("edi.trailer_missing", "The message ends without {tag}.", "报文缺少结尾段 {tag}。")
define(
    "edi.message_number_differs",
    "{place} is “{value}”, and the message's number in its header is “{expected}”.",
    "{place} 为“{value}”，而报文头中的编号为“{expected}”。",
)
define(
    "edi.segment_count",
    "{place} says that the message has {value} segments; it has {counted}.",
    "{place} 声明报文有 {value} 个段，实际为 {counted} 个。",
    "Header and trailer count as well. A difference may mean that a part was lost.",
    "报文头和报文尾也计算在内。数目不符可能意味着部分内容丢失。",
)
define(
    "edi.message_identifier",
    "{place} doesn't say what message this is: “{value}”.",
    "{place} 未说明报文类型：“{value}”。",
)
define("edi.message_number", "{place} is no message number: “{value}”.", "{place} 不是有效的报文编号：“{value}”。")
define(
    "edi.message_number_twice",
    "{place}: the number “{value}” was given to a message before this one.",
    "{place}：编号“{value}”已被前面的报文使用。",
)
define(
    "edi.message_of_other_group",
    "A message {value} is in a group of another kind ({group}).",
    "报文 {value} 位于其他类型（{group}）的功能组中。",
)

# groups
define("edi.group_unsupported", "{place}: there is no group “{value}” here.", "{place}：本系统没有功能组“{value}”。")
define(
    "edi.group_version",
    "{place}: there is no grammar for version “{value}” here.",
    "{place}：本系统没有版本“{value}”的语法定义。",
)
define("edi.group_trailer_missing", "The group ends without {tag}.", "功能组缺少结尾段 {tag}。")
define(
    "edi.group_number_differs",
    "{place} is “{value}”, and the group's number in its header is “{expected}”.",
    "{place} 为“{value}”，而功能组头中的编号为“{expected}”。",
)
define(
    "edi.message_count",
    "{place} says that the group has {value} messages; it has {counted}.",
    "{place} 声明功能组有 {value} 个报文，实际为 {counted} 个。",
)
define("edi.group_number", "{place} is no group number: “{value}”.", "{place} 不是有效的功能组编号：“{value}”。")
define(
    "edi.group_number_twice",
    "{place}: the number “{value}” was given to a group before this one.",
    "{place}：编号“{value}”已被前面的功能组使用。",
)
define("edi.group_element", "{place} can't be “{value}”.", "{place} 的值“{value}”无效。")
define(
    "edi.group_empty",
    "The group has no message.",
    "功能组中没有报文。",
    "Leave out a group that has nothing to say.",
    "没有内容的功能组请不要发送。",
)
define(
    "edi.groups_mixed",
    "The interchange has messages outside its groups.",
    "交换中有位于功能组之外的报文。",
)

# interchanges
define(
    "edi.interchange_number_differs",
    "{place} is “{value}”, and the interchange's number in its header is “{expected}”.",
    "{place} 为“{value}”，而交换头中的编号为“{expected}”。",
)
define("edi.interchange_trailer_missing", "The interchange ends without {tag}.", "交换缺少结尾段 {tag}。")
define(
    "edi.group_count",
    "{place} says that the interchange has {value} groups (or messages); it has {counted}.",
    "{place} 声明交换有 {value} 个功能组（或报文），实际为 {counted} 个。",
)
define("edi.interchange_number", "{place} is no control number: “{value}”.", "{place} 不是有效的控制编号：“{value}”。")
define(
    "edi.interchange_number_twice",
    "{place}: the control number “{value}” came before.",
    "{place}：控制编号“{value}”已出现过。",
    "Nothing of it was taken a second time. A new interchange needs a new number.",
    "其内容没有被再次处理。新的交换需要新的编号。",
)
define(
    "edi.test_not_expected",
    "{place}: the interchange is a test, and production was agreed.",
    "{place}：该交换是测试数据，而双方约定的是正式业务。",
    "Nothing of it was taken. Send it without the test flag, or agree on tests.",
    "其内容均未被接收。请去掉测试标志后重新发送，或约定进行测试。",
)
define(
    "edi.test_expected",
    "{place}: the interchange is no test, and tests were agreed.",
    "{place}：该交换不是测试数据，而双方约定的是测试。",
    "Nothing of it was taken. Send it with the test flag, or agree on production.",
    "其内容均未被接收。请加上测试标志后重新发送，或约定进行正式业务。",
)
define("edi.interchange_version", "{place}: version “{value}” is not known.", "{place}：未知版本“{value}”。")
define("edi.interchange_empty", "The interchange has no message.", "交换中没有报文。")
define("edi.interchange_element", "{place} can't be “{value}”.", "{place} 的值“{value}”无效。")
define(
    "edi.date_without_century",
    "{place}: the date “{value}” has no century; since syntax version 4 it has.",
    "{place}：日期“{value}”缺少世纪；自语法版本 4 起应包含世纪。",
    "Write it as CCYYMMDD. It is taken as it is: many senders write it so.",
    "请写作 CCYYMMDD。由于许多发送方这样写，仍予接受。",
)
define("edi.interchange_header", "There is no {tag} at the beginning.", "开头缺少 {tag}。")
define(
    "edi.header_trimmed",
    "The ISA segment hasn't its fixed width: its blanks were left out, or lines broken.",
    "ISA 段不是固定宽度：省略了填充空格或被折行。",
    "ISA has 106 characters, its terminator included.",
    "ISA 段应为 106 个字符（含终止符）。",
)
define("edi.syntax_version", "{place}: syntax version “{value}” is not known.", "{place}：未知语法版本“{value}”。")
define("edi.character_set", "{place}: the character set “{value}” is not known.", "{place}：未知字符集“{value}”。")
define(
    "edi.delimiters",
    "{place} names “{value}”, which is another delimiter already.",
    "{place} 指定的“{value}”已用作另一分隔符。",
    "Give each delimiter a character of its own.",
    "请为每种分隔符指定各自的字符。",
)
define(
    "edi.no_separator",
    "{place} names no separator: “{value}”. None was looked for.",
    "{place} 未指定分隔符：“{value}”。读取时按没有该分隔符处理。",
    "Components and repetitions can be sent only with separators of their own.",
    "只有指定了相应的分隔符，才能发送成分和重复的数据元。",
)
define(
    "edi.separator_too_early",
    "{place} names a repetition separator: “{value}”. There is none before version 00402, and none was looked for.",
    "{place} 指定了重复分隔符“{value}”。版本 00402 之前没有该分隔符，读取时按没有处理。",
    "Before 00402, ISA11 is U.",
    "00402 之前的版本中，ISA11 为 U。",
)
define(
    "edi.trailing_data",
    "Something follows that is no interchange.",
    "后面有不属于任何交换的内容。",
    "It was not read; the interchanges in front of it were.",
    "该内容未读取；其前面的交换已读取。",
)
define(
    "edi.cut_off",
    "The file ends within a segment, before the interchange does.",
    "文件在段中间结束，而交换尚未结束。",
    "The transmission was probably interrupted: send the file again.",
    "传输可能中断，请重新发送该文件。",
)
define("edi.unterminated", "The last segment has no terminator.", "最后一个段没有段终止符。")
define("edi.more", "There are more faults than are listed.", "错误数量超过所列数目。")

# files
define("edi.unreadable_empty", "There is no segment in the file.", "文件中没有任何段。")
define(
    "edi.unreadable_unknown",
    "This is neither X12 nor EDIFACT: it begins with neither ISA nor UNA, UNB or UNH.",
    "该文件既不是 X12 也不是 EDIFACT：开头不是 ISA、UNA、UNB 或 UNH。",
)
define(
    "edi.too_many_interchanges",
    "The file has more than {most} interchanges.",
    "该文件中的交换超过 {most} 个。",
    "Nothing was taken. Send them in several files.",
    "未接收任何内容。请分成多个文件发送。",
)
define(
    "edi.unreadable_isa",
    "The ISA segment can't be made out: it hasn't sixteen elements.",
    "无法识别 ISA 段：没有十六个数据元。",
)
define(
    "edi.unreadable_una",
    "The UNA segment's delimiters can't be told apart, or what follows isn't written with them.",
    "无法区分 UNA 段的分隔符，或后续内容未使用这些分隔符。",
)
define(
    "edi.unreadable_interactive",
    "This is interactive EDIFACT, which begins with UIB; only batch interchanges (UNB to UNZ) are read.",
    "这是以 UIB 开头的交互式 EDIFACT；只读取批式交换（UNB 至 UNZ）。",
)

# documents
define(
    "edi.not_one_message",
    "The interchange has {counted} messages; a document is one.",
    "交换中有 {counted} 个报文；一个文档对应一个报文。",
    "Interchanges with several messages are taken by the API, which answers for each; here, send them one by one.",
    "含多个报文的交换可通过 API 提交，系统会逐个答复；此处请逐个发送。",
)
define(
    "edi.no_mapping",
    "There is no mapping from {value} {version} to a document.",
    "没有将 {value} {version} 转换为文档的映射。",
    "Mappings are files in edi_mappings/; see the guide on mappings.",
    "映射文件位于 edi_mappings/，请参阅映射指南。",
)

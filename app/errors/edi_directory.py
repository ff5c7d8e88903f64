"""Codes of `edi_directory.*`: why the files of an EDIFACT directory can't be made into a grammar."""

from app.errors.catalogue import define

VERSION = define(
    "edi_directory.version",
    "“{version}” is not the name of an EDIFACT directory.",
    "“{version}”不是 EDIFACT 目录的名称。",
    "Directories are named like D96A or D01B.",
    "目录名称形如 D96A 或 D01B。",
)
BUILT_IN = define(
    "edi_directory.built_in",
    "{version} comes with Countersign; another grammar for it would not be used.",
    "{version} 已随 Countersign 提供，不会使用另外的语法。",
    "With --out it is written to a file of its own, to look at.",
    "使用 --out 可写入单独的文件以供查看。",
)
UNKNOWN_FILE = define(
    "edi_directory.unknown_file",
    "{file} is no file of an EDIFACT directory.",
    "{file} 不是 EDIFACT 目录中的文件。",
    "Give the archive of the release, or its files: EDSD, EDCD, EDED, UNCL and messages such as ORDERS_D.96A.",
    "请提供该版本的压缩包，或其中的文件：EDSD、EDCD、EDED、UNCL，以及 ORDERS_D.96A 这样的报文文件。",
)
ARCHIVE = define(
    "edi_directory.archive",
    "{file} can't be unpacked: {why}.",
    "无法解压 {file}：{why}。",
    "Download the archive again.",
    "请重新下载该压缩包。",
)
TOO_LARGE = define(
    "edi_directory.too_large",
    "{file} is larger than {limit} bytes, or holds more than that.",
    "{file} 超过 {limit} 字节，或解压后超过该大小。",
    "A release of the UN's directory is a few megabytes; give only its files.",
    "联合国目录的一个版本只有几兆字节；请只提供该版本的文件。",
)
OTHER_RELEASE = define(
    "edi_directory.other_release",
    "{file} belongs to release {found}, not to {wanted}.",
    "{file} 属于版本 {found}，而不是 {wanted}。",
    "Give the files of one release only.",
    "请只提供同一版本的文件。",
)
UNREADABLE = define(
    "edi_directory.unreadable",
    "{file}, line {row}: {expected} was expected here: {text}",
    "{file} 第 {row} 行：此处应为 {expected}：{text}",
    "Use the file as the UN published it; if it is, report the line to the project.",
    "请使用联合国发布的原始文件；若确为原始文件，请将该行报告给本项目。",
)
MISSING_FILE = define(
    "edi_directory.missing_file",
    "None of the files given has the directory's {what}.",
    "所提供的文件中没有该目录的 {what}。",
    "Give the whole archive of the release.",
    "请提供该版本的完整压缩包。",
)
MISSING_MESSAGE = define(
    "edi_directory.missing_message",
    "The files given have no message {name}.",
    "所提供的文件中没有报文 {name}。",
    "Check its name, and that its file (such as ORDERS_D.96A) is among those given.",
    "请检查报文名称，并确认其文件（例如 ORDERS_D.96A）已提供。",
)
UNDEFINED = define(
    "edi_directory.undefined",
    "{user} uses {name}, which none of the files describes.",
    "{user} 使用了 {name}，但所提供的文件均未对其进行说明。",
    "Give the whole archive of the release.",
    "请提供该版本的完整压缩包。",
)
UNUSABLE = define(
    "edi_directory.unusable",
    "What the files describe is no grammar of {version}: {why}.",
    "所提供的文件无法构成 {version} 的语法：{why}。",
    "Give the files as the UN published them; one of them may be cut off. A grammar that was imported before stays.",
    "请提供联合国发布的原始文件（其中可能有文件被截断）。此前导入的语法保持不变。",
)

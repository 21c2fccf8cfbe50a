/// Characters that programs cut, fold, drop, or act on.
enum HostileCharacters {
  static let all = controls + terminal + unicode + marks

  /// Every control character but NUL, alone and within a word.
  private static let controls =
    (Array(1...31) + [127]).flatMap { number -> [String] in
      let control = String(Unicode.Scalar(UInt8(number)))
      return [control, "a\(control)b"]
    } + [(1...31).map { String(Unicode.Scalar(UInt8($0))) }.joined()]

  /// What a terminal would obey.
  private static let terminal = [
    "\u{1B}[31mred\u{1B}[0m", "\u{1B}[2J\u{1B}[H", "\u{1B}]0;title\u{7}", "\u{1B}]8;;x\u{1B}\\y",
    "\u{1B}P+q\u{1B}\\", "\u{1B}c", "\u{9B}31m", "\u{9D}0;x\u{9C}", "a\u{8}\u{8}b", "a\rb", "\u{7}",
    "\u{1B}[6n", "\u{1B}[?1049h",
  ]

  private static let unicode = [
    // directions and what cannot be seen
    "\u{202E}txt.exe", "a\u{202A}b\u{202C}", "\u{2066}a\u{2069}", "\u{200F}a", "\u{200B}",
    "a\u{200B}b", "a\u{200D}b", "\u{2060}", "\u{AD}", "\u{180E}", "\u{FEFF}", "\u{FEFF}a",
    "a\u{FEFF}",
    "\u{61C}a", "\u{E0001}\u{E0041}", "a\u{FE0F}",
    // blanks and line ends that are none of ASCII
    "\u{A0}", "\u{A0}a\u{A0}", "\u{3000}", "\u{2003}", "\u{2028}", "a\u{2028}b", "\u{2029}",
    "\u{85}",
    "a\u{85}b", "\u{1680}", "\u{80}", "\u{9F}",
    // the edges of the planes
    "\u{FFFD}", "\u{FFFE}", "\u{FFFF}", "\u{E000}", "\u{D7FF}", "\u{10000}", "\u{10FFFF}", "𝒳𝓎",
    "𠜎",
    "🎉", "👩‍👩‍👧‍👦", "👍🏽", "🇫🇷", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    // scripts
    "日本語", "한국어", "עברית", "العربية", "ไทย", "हिन्दी", "Ελληνικά", "кириллица", "ﷺ", "ｆｕｌｌ", "ﬀ", "İ",
    "ı", "ß", "ẞ", "ǅ", "Å", "﹤script﹥", "＄（pwn）", "‐rf", "–rf",
    // composed and decomposed: equal to a person, not to a byte
    "\u{E9}", "e\u{301}", "\u{C5}", "A\u{30A}", "\u{212B}", "\u{AC00}", "\u{1100}\u{1161}",
    "\u{1E9B}\u{323}",
    "n\u{303}o", "\u{F1}o", "a\u{5AE}\u{300}", "a\u{300}\u{5AE}",
  ]

  /// A mark that joins whatever stands before it, so that a reader of characters misses that.
  private static let marks =
    ["\u{301}", "\u{301}a", "a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}", "\u{200D}"]
    + [
      "=", ",", ";", ":", "'", "\"", "\\", "\n", "\r", "\r\n", "\t", " ", "$", "(", "{", "}}",
      "${{",
      "%", "/", "@", "#", "-", "*", "[", "~", "<<E", "|",
    ].map { "\($0)\u{301}x" }
    + [String(repeating: "\u{301}", count: 500)]
}

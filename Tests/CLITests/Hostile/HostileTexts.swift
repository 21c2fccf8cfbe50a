/// Texts that mean something in some format or program.
enum HostileTexts {
  static let all =
    quotes + blanks + options + patterns + paths + variables + formats + yaml + json + markup
    + queries + own + long

  private static let quotes = [
    "'", "\"", "''", "\"\"", "'\"'", "\"'\"", "\\'", "\\\"", "it's", "'it''s'", "'\\''", "`", "``",
    "'''\"\"\"'''", "\"\"\"", "'''", "‘’", "“”", "„“", "«»", "$'", "$\"", "a'b\"c`d", "\\", "\\\\",
    "\\\\\\", "\\\n", "\\\r\n", "a\\", "'a b'", "\"a b\"", "'a' 'b'", "x'y'z", "'\n'", "\"\n\"",
  ]

  private static let blanks = [
    "", " ", "  ", "\t", "\n", "\n\n", "\n\n\n", "\r", "\r\n", "\r\n\r\n", "\n\r", " a", "a ",
    "\ta\t", "a\n", "a\n\n\n", "\na", "\n\na\n\n", "a\r", "\ra", "a\r\n", "a\r\nb", "a\rb",
    " \n \n ",
    "a  b   c", "a\tb\tc", "a\nb\nc", " ' \" ", String(repeating: " ", count: 300),
  ]

  private static let options = [
    "-rf", "-rf *", "-rf /nonexistent", "-", "--", "---", "--help", "--version", "-h", "-n", "-e",
    "-E", "-ne", "-c", "-i", "-v", "-o", "-x", "-0", "-n 1", "-e\n", "--=", "--x=y", "+x", "+e",
    "-@", "-.", "-\n", "@", "@file", "@/etc/passwd", "=", "=x", "x=", "x=y", "-x=y", "!", "[", "]",
    "[[", "test", "true", "exit", "exit 1", ":", ".", "..", "/",
  ]

  private static let patterns = [
    "*", "?", "**", "**/*", "[a-z]*", "[!a]*", "[]", "[]a]", "[[:alpha:]]", "{a,b}", "{1..3}",
    "{a,b}{c,d}", "/*", "./*", "~", "~root", "~+", "~-", "!(x)", "+(a|b)", "?(x)", "\\*", "*.*",
    "*/../*", "^a$", "(a+)+$", ".*", "\\d+", "(?i)x", "[\\s\\S]*",
  ]

  private static let paths = [
    "../../../etc/passwd", "/etc/passwd", "/dev/null", "/dev/stdin", "/proc/self/environ",
    "/dev/tcp/127.0.0.1/1", "C:\\x\\y", "CON", "NUL", "\\\\server\\share", "file:///etc/passwd",
    "a//b", "a/./b", "a/../b", "./-x", ".git", ".git/config", "runs", "a/", "/a", "a\\b", "~/x",
    "http://a@b:c/?d=e&f#g", "a b/c d",
  ]

  private static let variables = [
    "$", "$$", "$?", "$@", "$*", "$#", "$!", "$-", "$_", "$0", "$1", "$HOME", "${HOME}", "${HOME",
    "$(", "$((", "$((1+1))", "$[1+1]", "(", ")", "))", "{", "}", "{}", "{};", "!!", "!$", "!-1",
    "!x",
    "^a^b", "#", "# c", "a#b", "a #b", ";", ";;", "&", "&&", "|", "||", "<", ">", "<<", "<<<",
    "<<E",
    "<<'E'", ">&2", "2>&1", "1>pwned", ">pwned", ">>pwned", "2>pwned", "&>pwned", ">|pwned",
    "<>pwned",
    "E", "EOF", "END", "\nE\n", "E\n", "\nEOF\n", "%HOME%", "$env:HOME", "%(HOME)s", "$PATH:x",
  ]

  private static let formats = [
    "%", "%%", "%s", "%n", "%d", "%x%x%x%x", "%s%s%s%s%s", "%s%n", "%1$s", "%*d", "%b\\x41", "%q",
    "\\c", "\\n", "\\t", "\\0", "\\e[31m", "\\x41", "\\101", "\\u0041", "\\u0000", "\\x00", "{0}",
    "{0.__class__}", "{name!r:>{width}}", "f'{x}'", "%(x)s", "#{x}", "{{x}}", "{% x %}", "<%= x %>",
    "1e999", "-0", "00", "0x1F", "1_000", "١٢٣", "NaN", "Infinity", "9223372036854775808", "1.",
  ]

  private static let yaml = [
    "null", "Null", "true", "yes", "no", "on", "off", "0123", "1e3", ".inf", ".nan", "2026-11-21",
    "12:30:45", "- a", "-", "a: b", "a:", ": a", "? a", "&a", "*a", "&a *a", "!!str x", "!x", "| x",
    "|\n  x", "> x", ">-\n  x", "%YAML 1.2", "---", "--- a", "...", "[a, b]", "[a", "{a: b}", "{a",
    "<<: *a", "key: [", "'a", "\"a", "a\\\"b", "- - a", "`a", ", a", "x\n---\ny", "a: 'b", "~: ~",
  ]

  private static let json = [
    "{\"a\": 1}", "{\"a\": 1, \"a\": 2}", "[1", "[1,]", "\"a\"", "\"a", "\"}", "null,", "// x",
    "/* x */",
    "{\"__proto__\": {\"x\": 1}}", "\\ud800", "\\\"", "\",\"pwned\":\"", "[[[[[[[[[[", "a,b",
    "a,\"b\"",
    "\"a\",\"b\"", "a;b", "a|b", "a\",\nb",
  ]

  private static let markup = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "&lt;",
    "&#0;", "&#x41;", "&amp;amp;", "]]>", "<![CDATA[x]]>", "<!-- x", "-->",
    "<?xml version=\"1.0\"?>",
    "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "javascript:alert(1)",
    "[x](javascript:alert(1))", "![x](x)", "| a | b |", "```\nx\n```", "\\input{/etc/passwd}",
    "$\\sqrt{x}$", "% x", "\\def\\x{y}",
  ]

  private static let queries = [
    "'; DROP TABLE runs; --", "' OR '1'='1", "\" OR \"\"=\"", "1; DELETE FROM runs", "%' --",
    "\\'; --", "x'); DELETE FROM runs; --", "' UNION SELECT 1 --", "/**/", "@@version", "${jndi:x}",
    "*)(uid=*", "{\"$gt\": \"\"}", "0 OR 1=1 #",
  ]

  private static let own = [
    "${{ params.x }}", "${{ secrets.TOKEN }}", "${{", "}}", "$${{", "$${{ params.x }}", "${{}}",
    "${{ ${{ 1 }} }}", "{script}", "{{script}}", "$WEIR_RUN", "${WEIR_VALUE_1}", "WEIR_VALUE_1",
    "items", "all", "a<<E\nx\nE", "name=value", "name<<END\nvalue\nEND", "::error::x",
    "::add-mask::a",
    "weir/run/1", "tasks.a.result", "item", "params",
  ]

  private static let long = [
    String(repeating: "x", count: 65), String(repeating: "é", count: 300),
    String(repeating: "'\"", count: 2_000), String(repeating: "$(pwn)", count: 2_000),
    String(repeating: "\n", count: 5_000), String(repeating: "a ", count: 9_000),
    String(repeating: "\\", count: 4_095), String(repeating: "a\nb", count: 4_096),
  ]
}

package io.github.dbsage.sql;

/** Knows psql's backslash commands and what a migration writes instead. */
final class MetaCommand {

  private MetaCommand() {}

  /** Whether pg_dump writes it and it means nothing here. */
  static boolean isIgnored(String name) {
    return name.equals("restrict") || name.equals("unrestrict");
  }

  /** Whether psql sends the statement before it, so that this ends there. */
  static boolean sends(String name) {
    return switch (name) {
      case "g", "gx", "gexec", "gset", "gdesc", "watch", "crosstabview", "bind", "bind_named" ->
          true;
      default -> false;
    };
  }

  /** Whether data follow on the next lines, up to {@code \.}. */
  static boolean isCopyIn(String line) {
    Cursor c = Cursor.over(line, false);
    c.advance();
    boolean from = false;
    boolean copy = c.is("copy");
    while (copy && !c.atEnd()) {
      if (from && (c.is("stdin") || c.is("pstdin"))) {
        return true;
      }
      from = c.is("from");
      c.advance();
    }
    return false;
  }

  /** What to write instead. */
  static String insteadOf(String name) {
    return switch (name) {
      case "i", "include", "ir", "include_relative" ->
          "Put that file's statements here, or make it a migration of its own";
      case "copy" ->
          "Write COPY … FROM STDIN; with the data on the lines below it and \\. on the last";
      case "set", "unset", "if", "elif", "else", "endif", "getenv", "prompt" ->
          "Write a placeholder, ${name}, and give its value with -Ddbsage.placeholders.name=…";
      case "c", "connect" ->
          "Remove the line: one run migrates one database, the one that dbsage.url names";
      case "echo", "qecho", "warn" -> "Write DO $$ BEGIN RAISE NOTICE 'text'; END $$;";
      case "gexec" -> "Write a DO block that runs each of these texts with EXECUTE";
      case "gset" -> "Write a DO block with SELECT … INTO, or a placeholder: ${name}";
      case "g", "gx", "gdesc", "watch", "crosstabview", "bind", "bind_named", ";" ->
          "End the statement with a semicolon";
      case "." -> "Remove the line: no data of COPY … FROM STDIN stand before it";
      case "q", "quit" -> "Remove the line, and below it what is not to run";
      case "!" -> "Run the program in the build, outside the migration";
      case "encoding" -> "Remove the line: migrations are UTF-8";
      default -> "Remove the line, or write what it does as SQL";
    };
  }
}

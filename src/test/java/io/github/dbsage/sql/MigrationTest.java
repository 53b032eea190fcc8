package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MigrationTest {

  /** What a reading of a text told. */
  private record Reading(
      List<String> sent,
      List<Timeouts> timeouts,
      List<String> faults,
      TransactionMode mode,
      boolean outer,
      @Nullable String rollback,
      List<Migration.Ignored> ignored,
      List<String> leftOut,
      List<Integer> blocks,
      boolean several) {}

  private static Reading read(String text) throws IOException {
    return read(new Text("f.sql", text));
  }

  /** A migration with the version 20260101000000 and the name add_users. */
  private static Reading migration(String text) throws IOException {
    return read(new Text("db/20260101000000_add_users.sql", text));
  }

  private static Reading read(Text text) throws IOException {
    List<String> sent = new ArrayList<>();
    List<Timeouts> timeouts = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    List<Integer> blocks = new ArrayList<>();
    try (Migration migration = Migration.open(text, Placeholders.off())) {
      for (Migration.Part part = migration.next(); part != null; part = migration.next()) {
        if (part instanceof Migration.Run run) {
          sent.add(run.ordinal() + " " + run.statement().text());
          timeouts.add(run.timeouts());
          blocks.add(run.block());
        } else if (part instanceof Migration.Data data) {
          sent.add("data " + data.piece().data());
        } else if (part instanceof Migration.Fault fault) {
          Problem problem = fault.problem();
          faults.add(
              problem.where()
                  + " "
                  + problem.code()
                  + ": "
                  + problem.what()
                  + " | "
                  + problem.fix());
        }
      }
      return new Reading(
          sent,
          timeouts,
          faults,
          migration.mode(),
          migration.outerTransaction(),
          migration.rollback(),
          migration.ignored(),
          migration.leftOut().stream().map(l -> l.at().line() + " " + l.what()).toList(),
          blocks,
          migration.severalTransactions());
    }
  }

  private record Text(String file, String text) implements Source {
    @Override
    public InputStream open() {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void yieldsStatementsAndCopyData() throws IOException {
    Reading reading = read("SELECT 1;\nCOPY a FROM STDIN;\n1\n2\n\\.\nSELECT 2");
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.sent())
        .containsExactly("1 SELECT 1", "2 COPY a FROM STDIN", "data 1\n2\n", "3 SELECT 2");
    assertThat(reading.outer()).isFalse();
  }

  @Test
  void dropsTheOuterTransaction() throws IOException {
    Reading reading = read("-- x\nBEGIN;\nSELECT 1;\nSELECT 2;\nCOMMIT;\n-- done\n");
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.sent()).containsExactly("1 SELECT 1", "2 SELECT 2");
    assertThat(reading.outer()).isTrue();
    assertThat(read("START TRANSACTION; SELECT 1; END").faults()).isEmpty();
  }

  @Test
  void tellsTheFilesTransactionsApart() throws IOException {
    Reading reading =
        read(
            """
            SELECT 1;
            BEGIN;
            SELECT 2;
            SELECT 3;
            COMMIT;
            START TRANSACTION;
            SELECT 4;
            END;
            CREATE INDEX CONCURRENTLY i ON a (b);
            """);
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.sent()).hasSize(5);
    assertThat(reading.blocks()).containsExactly(0, 1, 1, 2, 0);
    assertThat(reading.several()).isTrue();
    assertThat(reading.outer()).isFalse();
    Reading one = read("BEGIN; SELECT 1; SELECT 2; COMMIT;");
    assertThat(one.blocks()).containsExactly(1, 1);
    assertThat(one.several()).isFalse();
    assertThat(one.outer()).isTrue();
    Reading behind = read("BEGIN; SELECT 1; COMMIT; SELECT 2;");
    assertThat(behind.blocks()).containsExactly(1, 0);
    assertThat(behind.several()).isTrue();
    assertThat(behind.outer()).isFalse();
    assertThat(read("SELECT 1; SELECT 2;").several()).isFalse();
    assertThat(read("BEGIN; COMMIT;").outer()).isTrue();
  }

  @Test
  void refusesSeveralTransactionsWhereADirectiveWantsOneOrNone() throws IOException {
    String file = "-- dbsage: transaction=%s\nBEGIN;\nSELECT 1;\nCOMMIT;\n%s";
    String problem =
        "TXN_NESTING: BEGIN and COMMIT ask for several transactions, the directive transaction=true"
            + " for one | Remove the directive, or BEGIN and COMMIT";
    assertThat(read(file.formatted("true", "")).faults()).isEmpty();
    assertThat(read(file.formatted("true", "SELECT 2;")).faults())
        .containsExactly("f.sql:4:1 " + problem);
    assertThat(read("-- dbsage: transaction=true\nSELECT 1;\nBEGIN;\nSELECT 2;\nCOMMIT;").faults())
        .containsExactly("f.sql:3:1 " + problem);
    assertThat(read(file.formatted("false", "BEGIN;\nSELECT 2;\nCOMMIT;")).faults())
        .containsExactly(
            "f.sql:2:1 TXN_NESTING: BEGIN asks for one transaction, the directive transaction=false"
                + " for none | Remove BEGIN and COMMIT, or the directive");
  }

  @Test
  void refusesTransactionControlElsewhere() throws IOException {
    assertThat(read("BEGIN;\nSELECT 1;\nBEGIN;\nCOMMIT;").faults())
        .containsExactly(
            "f.sql:3:1 TXN_NESTING: BEGIN inside a transaction that is open already | Remove it: the"
                + " first BEGIN holds up to its COMMIT");
    assertThat(read("SELECT 1;\nCOMMIT;").faults())
        .containsExactly(
            "f.sql:2:1 UNCOMMITTED_TXN: COMMIT without a BEGIN | Remove it: the runner opens and"
                + " commits the transaction itself");
    assertThat(read("BEGIN;\nSELECT 1;").faults())
        .containsExactly(
            "f.sql:1:1 UNCOMMITTED_TXN: BEGIN without its COMMIT | Remove it: the runner opens and"
                + " commits the transaction itself");
    assertThat(read("BEGIN;\nCOMMIT;\nBEGIN;\nSELECT 1;").faults())
        .singleElement()
        .asString()
        .startsWith("f.sql:3:1 UNCOMMITTED_TXN: ");
    assertThat(read("BEGIN ISOLATION LEVEL SERIALIZABLE;\nSELECT 1;\nCOMMIT;").faults())
        .containsExactly(
            "f.sql:1:1 TXN_UNSUPPORTED: BEGIN with transaction modes is not supported yet: the runner"
                + " opens the transaction itself | Write BEGIN without modes, or remove it");
    assertThat(read("SELECT 1;\n SAVEPOINT a;").faults())
        .containsExactly(
            "f.sql:2:2 TXN_UNSUPPORTED: SAVEPOINT is not supported yet: the runner opens and commits the"
                + " transaction itself | Remove it");
    assertThat(read("BEGIN; COMMIT AND CHAIN; COMMIT;").faults())
        .containsExactly(
            "f.sql:1:8 TXN_UNSUPPORTED: COMMIT AND CHAIN is not supported yet: the runner commits the"
                + " transaction itself | Write COMMIT, or remove it");
  }

  @Test
  void doesNotGuessWhatAnUnclosedQuoteSwallowed() throws IOException {
    assertThat(read("BEGIN;\nSELECT 'a;\nCOMMIT;\n").faults())
        .singleElement()
        .asString()
        .startsWith("f.sql:2:8 SYNTAX: ");
  }

  @Test
  void refusesWritesToTheRecord() throws IOException {
    Reading reading =
        read("SELECT 1;\nINSERT INTO public.schema_migrations VALUES ('1');\nSELECT 2;");
    assertThat(reading.faults())
        .containsExactly(
            "f.sql:2:1 HISTORY_WRITE: INSERT on schema_migrations: the plugin keeps this record"
                + " itself | Remove the statement");
    assertThat(reading.sent()).containsExactly("1 SELECT 1", "2 SELECT 2");
  }

  @Test
  void leavesOutTheRecordThatAFileKeepsOfItself() throws IOException {
    Reading reading =
        migration(
            """
            BEGIN;
            INSERT INTO public.schema_migrations (version, name, rollback_script)
            VALUES ('20260101000000', 'add_users', $rollback$
            DROP TABLE users;
            $rollback$) ON CONFLICT (version) DO NOTHING;
            CREATE TABLE users (id int);
            UPDATE public.schema_migrations SET success = true WHERE version = '20260101000000';
            COMMIT;
            """);
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.sent()).containsExactly("1 CREATE TABLE users (id int)");
    assertThat(reading.outer()).isTrue();
    assertThat(reading.rollback()).isEqualTo("DROP TABLE users;");
    assertThat(reading.leftOut())
        .containsExactly("2 INSERT on schema_migrations", "7 UPDATE on schema_migrations");
  }

  @Test
  void doesNotCountWhatIsLeftOutAsTheFilesFirstOrLastStatement() throws IOException {
    Reading reading =
        migration(
            """
            COMMENT ON TABLE schema_migrations IS
              'Custom migration tracking with checksums, rollback scripts, and execution metadata';
            INSERT INTO schema_migrations (version, name) VALUES ('20260101000000', 'add_users');
            BEGIN;
            SELECT 1;
            COMMIT;
            UPDATE schema_migrations SET success = true WHERE version = '20260101000000';
            """);
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.sent()).containsExactly("1 SELECT 1");
    assertThat(reading.outer()).isTrue();
    assertThat(reading.leftOut()).hasSize(3);
  }

  @Test
  void refusesARecordOfSomethingElse() throws IOException {
    assertThat(
            migration(
                    "INSERT INTO schema_migrations (name, version)\n"
                        + "  VALUES ('add_user', '20260101000001');")
                .faults())
        .containsExactly(
            "db/20260101000000_add_users.sql:2:23 HISTORY_WRITE: The INSERT on schema_migrations has"
                + " the version \"20260101000001\", the file's name has \"20260101000000\" | Write"
                + " '20260101000000', or rename the file; or remove the statement: the plugin keeps"
                + " this record itself",
            "db/20260101000000_add_users.sql:2:11 HISTORY_WRITE: The INSERT on schema_migrations has"
                + " the name \"add_user\", the file's name has \"add_users\" | Write 'add_users', or"
                + " rename the file; or remove the statement: the plugin keeps this record itself");
    String write = "INSERT INTO schema_migrations (version, name) VALUES ";
    String row = "('20260101000000', '20260101000000_add_users')";
    assertThat(migration(write + row).faults()).isEmpty();
    for (String other :
        List.of(
            write + row + ", ('20260101000001', 'b')",
            "UPDATE schema_migrations SET success = true WHERE version = '20260101000001'",
            "UPDATE schema_migrations SET success = true",
            "UPDATE schema_migrations SET success = false WHERE version = '20260101000000'",
            "UPDATE schema_migrations SET checksum = 'x', success = true"
                + " WHERE version = '20260101000000'",
            "DELETE FROM schema_migrations WHERE version = '20260101000000'")) {
      assertThat(migration(other).faults())
          .as(other)
          .containsExactly(
              "db/20260101000000_add_users.sql:1:1 HISTORY_WRITE: "
                  + other.substring(0, 6)
                  + " on schema_migrations: the plugin keeps this record itself | Remove the"
                  + " statement");
    }
    assertThat(migration(write + row + ";" + write + row).faults()).hasSize(1);
  }

  @Test
  void refusesATableThatIsNotThePlugins() throws IOException {
    assertThat(read("CREATE TABLE IF NOT EXISTS schema_migrations (version text);").faults())
        .containsExactly(
            "f.sql:1:1 HISTORY_WRITE: CREATE TABLE schema_migrations: the table is the plugin's,"
                + " which makes it by itself, with other columns or constraints than these |"
                + " Remove the statement, or give your table another name");
  }

  @Test
  void refusesDirectivesBeforeWhatIsLeftOut() throws IOException {
    assertThat(
            migration(
                    "SELECT 1;\n-- dbsage: lock_timeout=1s\n"
                        + "UPDATE schema_migrations SET success = true"
                        + " WHERE version = '20260101000000';")
                .faults())
        .containsExactly(
            "db/20260101000000_add_users.sql:2:1 DIRECTIVE_UNKNOWN: The directive stands before"
                + " UPDATE on schema_migrations, which is not sent to the server | Put it right"
                + " before the statement that it is for, or into the leading comment block");
  }

  @Test
  void takesTwoRollbackScriptsForOneWhereTheyDoTheSame() throws IOException {
    String file =
        "INSERT INTO schema_migrations (version, name, rollback_script)"
            + " VALUES ('20260101000000', 'add_users', $r$%s$r$);\n-- ROLLBACK SECTION\n/*%s*/\n";
    String script = "DROP TABLE users;DROP TYPE \"a  b\"";
    for (String same :
        List.of(
            script,
            "BEGIN;\n  DROP TABLE\n users;\n\nDROP TYPE \"a  b\";\nCOMMIT;\n",
            "-- x\nDROP TABLE users; DROP TYPE \"a  b\";"
                + " DELETE FROM public.schema_migrations WHERE version = '20260101000000';")) {
      assertThat(migration(file.formatted(script, same)).faults()).as(same).isEmpty();
      assertThat(migration(file.formatted(same, script)).faults()).as(same).isEmpty();
    }
    for (String other :
        List.of(
            "DROP TABLE users; DROP TYPE \"a b\"",
            "DROP TABLE users",
            script + "; DELETE FROM schema_migrations WHERE version = '20260101000001'",
            script + "; SELECT 1")) {
      assertThat(migration(file.formatted(script, other)).faults())
          .as(other)
          .containsExactly(
              "db/20260101000000_add_users.sql:1:103 ROLLBACK_DIFFERS: The rollback script of the"
                  + " INSERT on schema_migrations is not the one of the rollback section in line 3 |"
                  + " Make them the same, or keep one of them");
    }
  }

  @Test
  void refusesWhatCannotRunInAForcedTransaction() throws IOException {
    assertThat(read("CREATE INDEX CONCURRENTLY i ON a (b);\nVACUUM a;").faults()).isEmpty();
    assertThat(
            read("-- dbsage: transaction=true\nCREATE INDEX CONCURRENTLY i ON a (b);\nVACUUM a;")
                .faults())
        .containsExactly(
            "f.sql:2:1 CONCURRENTLY_IN_TXN: CREATE INDEX CONCURRENTLY cannot run inside a"
                + " transaction, and the directive transaction=true forces one | Remove the"
                + " directive transaction=true: the runner then runs this statement by itself",
            "f.sql:3:1 NOT_ALLOWED_IN_TXN: VACUUM cannot run inside a transaction, and the directive"
                + " transaction=true forces one | Remove the directive transaction=true: the runner"
                + " then runs this statement by itself");
    assertThat(read("BEGIN;\nSELECT 1;\nCOMMIT;\nVACUUM a;\nBEGIN;\nVACUUM a;\nCOMMIT;").faults())
        .singleElement()
        .asString()
        .startsWith("f.sql:6:1 NOT_ALLOWED_IN_TXN: ");
    assertThat(read("BEGIN;\nDROP INDEX CONCURRENTLY i;\nCOMMIT;").faults())
        .containsExactly(
            "f.sql:2:1 CONCURRENTLY_IN_TXN: DROP INDEX CONCURRENTLY cannot run inside a transaction,"
                + " and the file's BEGIN forces one | Remove the file's BEGIN: the runner then runs"
                + " this statement by itself");
    assertThat(read("-- dbsage: transaction=false\nBEGIN;\nSELECT 1;\nCOMMIT;").faults())
        .containsExactly(
            "f.sql:2:1 TXN_NESTING: BEGIN asks for one transaction, the directive transaction=false"
                + " for none | Remove BEGIN and COMMIT, or the directive");
  }

  @Test
  void givesStatementsTheirDirectives() throws IOException {
    Reading reading =
        read(
            """
            -- a file
            -- dbsage: transaction=false, lock_timeout=1s

            SELECT 1;
            -- dbsage: statement_timeout=2m
            -- why
            -- dbsage: lock_timeout=0
            SELECT 2;
            SELECT 3;
            """);
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.mode()).isEqualTo(TransactionMode.FALSE);
    Timeouts file = new Timeouts(Duration.ofSeconds(1), null);
    assertThat(reading.timeouts())
        .containsExactly(file, new Timeouts(Duration.ZERO, Duration.ofMinutes(2)), file);
  }

  @Test
  void refusesDirectivesInTheWrongPlace() throws IOException {
    assertThat(
            read("""
            SELECT 1;
            -- dbsage: transaction=false
            SELECT 2;
            -- dbsage: lock_timeout=1s
            """)
                .faults())
        .containsExactly(
            "f.sql:2:1 DIRECTIVE_UNKNOWN: transaction= holds for the whole file and is read in its"
                + " leading comment block only | Move it up to the comments at the file's first"
                + " line, before the first blank line",
            "f.sql:4:1 DIRECTIVE_UNKNOWN: No statement follows the directive | Put it right before"
                + " the statement that it is for, or into the leading comment block");
    assertThat(read("-- a\n\n-- dbsage: lock_timeout=1s\nBEGIN;\nSELECT 1;\nCOMMIT;").faults())
        .containsExactly(
            "f.sql:3:1 DIRECTIVE_UNKNOWN: The directive stands before BEGIN, which is not sent to"
                + " the server | Put it right before the statement that it is for, or into the"
                + " leading comment block");
    assertThat(read("-- dbsage: lock_timeout=1s\n-- dbsage: lock_timeout=2s\nSELECT 1;").faults())
        .containsExactly(
            "f.sql:2:1 DIRECTIVE_UNKNOWN: The directive \"lock_timeout\" is given twice | Keep one"
                + " of them");
  }

  @Test
  void keepsSuppressions() throws IOException {
    Reading reading =
        read(
            """
            -- dbsage:ignore INT_PK because small

            SELECT 1;
            -- dbsage:ignore DROP_TABLE because old
              DROP TABLE a;
            """);
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.ignored())
        .extracting(
            Migration.Ignored::rule,
            Migration.Ignored::reason,
            i -> i.at().toString(),
            i -> String.valueOf(i.statement()))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("INT_PK", "small", "f.sql:1:1", "null"),
            org.assertj.core.groups.Tuple.tuple("DROP_TABLE", "old", "f.sql:4:1", "f.sql:5:3"));
  }

  @Test
  void stopsAtTheRollbackSection() throws IOException {
    Reading reading =
        read(
            """
            SELECT 1;
            -- ROLLBACK SECTION (DO NOT EXECUTE)
            -- note

            /*
              DROP TABLE a;
            -- dbsage: x
            */
            -- end
            """);
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.sent()).containsExactly("1 SELECT 1");
    assertThat(reading.rollback()).isEqualTo("  DROP TABLE a;\n-- dbsage: x");
    assertThat(read("-- ROLLBACK SECTION\n/* SELECT 0; */").rollback()).isEqualTo("SELECT 0;");
    assertThat(read("SELECT 1; -- ROLLBACK SECTION\n/* SELECT 0; */").rollback()).isNull();
    assertThat(read("SELECT 1;\n/* -- ROLLBACK SECTION */\n/* SELECT 0; */").rollback()).isNull();
  }

  @Test
  void refusesABrokenRollbackSection() throws IOException {
    assertThat(read("-- ROLLBACK SECTION\n/* SELECT 0; */\nSELECT 1;\nSELECT 2;").faults())
        .containsExactly(
            "f.sql:3:1 SYNTAX: SQL behind the rollback section would never run | Move it in front of"
                + " the line -- ROLLBACK SECTION: the section ends the file");
    String noScript =
        "f.sql:1:1 SYNTAX: No block comment with the rollback script follows the line -- ROLLBACK"
            + " SECTION | Write the script between /* and */ right below the line, or remove the"
            + " line";
    assertThat(read("-- ROLLBACK SECTION\n-- SELECT 0;\n").faults()).containsExactly(noScript);
    assertThat(read("-- ROLLBACK SECTION\nSELECT 0;\n/* a */").faults()).containsExactly(noScript);
    assertThat(read("-- ROLLBACK SECTION\n/* \n */").faults())
        .containsExactly(
            "f.sql:2:1 SYNTAX: The rollback section is empty | Write the script between /* and */,"
                + " or remove the section and declare -- Rollback: none because <reason> in the"
                + " leading comment block");
    assertThat(
            read("-- ROLLBACK SECTION\n/* SELECT 0; */\n-- ROLLBACK SECTION\n/* SELECT 1; */")
                .faults())
        .containsExactly(
            "f.sql:3:1 SYNTAX: A second rollback section | Keep one: the section ends the file");
  }
}

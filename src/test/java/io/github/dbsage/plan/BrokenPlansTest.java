package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broken plan says: line, column, what is wrong, what to write. */
final class BrokenPlansTest {

  private static final String PLAN = "src/main/db/migration-plan.yaml";

  @TempDir Path base;

  private Folder folder = new Folder(Path.of("."));

  @BeforeEach
  void writeMigrations() {
    folder = new Folder(base);
    for (int day = 1; day <= 5; day++) {
      folder.migration("2026010" + day + "000000_a.sql", "SELECT 1;");
    }
  }

  /** The findings of a plan: {@code line:column rule what | fix}. */
  private List<String> say(String yaml) {
    return say(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> say(byte[] yaml) {
    return folder.bytes(PLAN, yaml).findings().stream()
        .map(line -> line.startsWith(PLAN) ? line.substring(PLAN.length() + 1) : line)
        .map(line -> line.replace(" error: ", " "))
        .toList();
  }

  @Nested
  final class TheText {

    @Test
    void holdsATab() {
      assertThat(say("summary:\n\ttitle: a\n"))
          .containsExactly(
              "2:1 PLAN_KEY A tab stands here, and YAML is indented with blanks alone | Put blanks"
                  + " in its place");
    }

    @Test
    void isIndentedLess() {
      assertThat(say("summary:\n  title: a\n objective: b\n"))
          .containsExactly(
              "3:2 PLAN_KEY This line is indented like none of those above that it could belong to"
                  + " | Indent it exactly like the line that it goes with");
    }

    @Test
    void isIndentedMore() {
      assertThat(say("summary:\n  title: a\n   objective: b\n"))
          .containsExactly(
              "3:13 PLAN_KEY YAML takes this line for more of the value above it, and a value holds"
                  + " no key | Indent it like the line that it goes with, and see that the key"
                  + " above has its colon");
    }

    @Test
    void lacksAColon() {
      assertThat(say("summary:\n  title\n  objective: b\n"))
          .containsExactly(
              "3:12 PLAN_KEY YAML takes this line for more of the value above it, and a value holds"
                  + " no key | Indent it like the line that it goes with, and see that the key"
                  + " above has its colon");
      assertThat(say("summary: {}\nsafety\n"))
          .containsExactly("2:1 PLAN_KEY There is no colon behind this key | Write key: value");
    }

    @Test
    void hasAColonInAValue() {
      assertThat(say("summary:\n  title: it is: bad\n"))
          .containsExactly(
              "2:15 PLAN_KEY A colon with a blank behind it stands inside of a value, so YAML sees a"
                  + " second key | Put the whole value in quotes");
    }

    @Test
    void hasAQuoteThatIsNotClosed() {
      assertThat(say("summary:\n  title: 'never closed\n\nsafety: {}\n"))
          .containsExactly("2:10 PLAN_KEY The quote that opens here is never closed | Close it");
    }

    @Test
    void hasABracketThatIsNotClosed() {
      assertThat(say("summary: {title: a\n"))
          .containsExactly("1:10 PLAN_KEY The { that opens here is never closed | Close it with }");
      assertThat(say("testing: {smoke: [{name: a}\n"))
          .containsExactly("1:18 PLAN_KEY The [ that opens here is never closed | Close it with ]");
    }

    @Test
    void hasAValueThatNoneBeginsLike() {
      assertThat(say("summary: {title: @home}\n"))
          .containsExactly(
              "1:18 PLAN_KEY A value without quotes cannot begin with @ | Put the whole value in"
                  + " quotes");
    }

    @Test
    void hasABackslashInDoubleQuotes() {
      assertThat(say("testing:\n  smoke:\n    - {name: a, sql: \"SELECT '\\d'\", expect: 1}\n"))
          .containsExactly(
              "3:32 PLAN_KEY In double quotes a backslash begins an escape, and YAML knows none of"
                  + " this name | Write two backslashes for one, or put the text in single quotes");
    }

    @Test
    void isTwoDocuments() {
      assertThat(say("summary: {}\n---\nsummary: {}\n"))
          .containsExactly(
              "2:1 PLAN_KEY A second YAML document begins here, and a file is one | Remove the ---,"
                  + " or move what follows into a file of its own");
    }

    @Test
    void isNestedWithoutEnd() {
      assertThat(say("summary: " + "[".repeat(5_000)))
          .containsExactly(
              "1:39 PLAN_KEY Lists and mappings are nested too deeply here | Correct the brackets");
    }

    @Test
    void isEndless() {
      assertThat(say("# " + "x".repeat(3_000_000)))
          .containsExactly(
              "1:1 PLAN_KEY The file is longer than 3,000,000 characters | Make it shorter: a plan"
                  + " is read by people");
    }

    @Test
    void holdsAControlCharacter() {
      assertThat(say("summary: {}\nsafety: {roll-forward: \"\u0000\"}\n"))
          .containsExactly(
              "2:25 PLAN_KEY This is not YAML: a control character | Correct the line");
    }

    @Test
    void isNotUtf8() {
      assertThat(say("summary: {title: größe}".getBytes(StandardCharsets.ISO_8859_1)))
          .containsExactly(
              "1:20 FILE_ENCODING The bytes here are not UTF-8 | Convert the file: iconv -f"
                  + " WINDOWS-1252 -t UTF-8 \""
                  + PLAN
                  + "\"");
      assertThat(say("summary: {}".getBytes(StandardCharsets.UTF_16)).get(0))
          .startsWith("1:1 FILE_ENCODING ");
    }

    @Test
    void holdsAnAlias() {
      assertThat(say("summary: {environments: &all [dev]}\ncommunication: {approvers: *all}\n"))
          .containsExactly(
              "2:28 PLAN_KEY YAML aliases (*name) are not read here | Write the value out");
    }

    @Test
    void holdsATag() {
      assertThat(say("summary: {title: !secret x}\n"))
          .containsExactly("1:18 PLAN_KEY The YAML tag !secret is not read here | Remove it");
      assertThat(say("summary: {title: !!javax.script.ScriptEngineManager []}\n"))
          .containsExactly(
              "1:18 PLAN_KEY This is not YAML: Global tag is not allowed:"
                  + " tag:yaml.org,2002:javax.script.ScriptEngineManager | Correct the line");
    }

    @Test
    void isEmptyWhichIsNoFault() {
      assertThat(say("")).isEmpty();
      assertThat(folder.read().plans()).hasSize(1);
    }

    @Test
    void countsLinesAndColumnsAsEditorsDo() {
      assertThat(say("# \u2028 \u0085\nsummary: {title: \"é𝒳\", risk: low}\n"))
          .containsExactly("2:30 PLAN_KEY risk must be a mapping | Write key: value");
      assertThat(say("\ufeffsummary: {}\r\nsumary: {}\r\n").get(0)).startsWith("2:1 ");
    }

    @Test
    void isNamedYml() {
      folder.file("src/main/db/migration-plan.yml", "").file("src/main/db/plans/b.yml", "");
      assertThat(folder.findings())
          .containsExactly(
              "src/main/db/migration-plan.yml:1:1 FILE_NAME error: \"migration-plan.yml\" is not"
                  + " read: a plan's name ends in .yaml | mv \"migration-plan.yml\""
                  + " migration-plan.yaml",
              "src/main/db/plans/b.yml:1:1 FILE_NAME error: \"b.yml\" is not read: a plan's name"
                  + " ends in .yaml | mv \"b.yml\" b.yaml");
      assertThat(folder.read().plans()).isEmpty();
    }
  }

  @Nested
  final class TheKeys {

    @Test
    void areMisspelt() {
      assertThat(say("summary:\n  titel: a\n"))
          .containsExactly(
              "2:3 PLAN_KEY Unknown key \"titel\" (did you mean title?) | Write one of title,"
                  + " objective, scope, risk, environments, windows");
    }

    @Test
    void standElsewhere() {
      assertThat(say("phases: []\n"))
          .containsExactly(
              "1:1 PLAN_KEY Unknown key \"phases\" (it belongs in zero-downtime) | Write one of"
                  + " summary, change-set, dependencies, data-migration, safety, testing,"
                  + " operations, communication, version-tracking, zero-downtime, supabase-cli");
    }

    @Test
    void standTwice() {
      assertThat(say("summary:\n  title: a\n  title: b\n"))
          .containsExactly(
              "3:3 PLAN_KEY The key \"title\" stands twice; the first is in line 2 | Keep one of"
                  + " them");
    }

    @Test
    void areNoText() {
      assertThat(say("{[a]: b}\n"))
          .containsExactly("1:2 PLAN_KEY A key must be plain text | Write key: value");
    }

    @Test
    void areMissing() {
      assertThat(
              say(
                  """
                  summary: {risk: {why: x}}
                  dependencies: [{after: ["20260101000000"]}, {version: "20260102000000"}]
                  testing:
                    smoke: [{name: a}]
                    rls: [{name: b, sql: x}]
                  communication: {change-window: {from: 2025-11-01T22:00Z}}
                  """))
          .containsExactly(
              "1:17 PLAN_KEY risk needs the key level | Write level: …",
              "2:16 PLAN_KEY A dependency needs the key version | Write version: …",
              "2:45 PLAN_KEY A dependency needs the key after | Write after: …",
              "4:11 PLAN_KEY A smoke test needs the key sql | Write sql: …",
              "4:11 PLAN_KEY A smoke test needs the key expect | Write expect: …",
              "5:9 PLAN_KEY A test of row security needs the key role | Write role: …",
              "5:9 PLAN_KEY A test of row security needs the key expect | Write expect: …",
              "6:32 PLAN_KEY change-window needs the key to | Write to: …");
    }

    @Test
    void areNoneInAList() {
      assertThat(say("- summary: {}\n"))
          .containsExactly("1:1 PLAN_KEY The plan must be a mapping | Write key: value");
      assertThat(say("dependencies: [\"20260102000000\"]\n"))
          .containsExactly(
              "1:16 PLAN_KEY A dependency must be a mapping | Write {version: …, after: …, why:"
                  + " …}");
    }
  }

  @Nested
  final class TheValues {

    @Test
    void areNoText() {
      assertThat(say("summary: {title: 5, objective: no, scope: [a], environments: [prod, 3]}\n"))
          .containsExactly(
              "1:18 PLAN_KEY title must be text | Write title: \"5\"",
              "1:32 PLAN_KEY objective must be text | Write objective: \"no\"",
              "1:43 PLAN_KEY scope must be text | Write scope: \"…\"",
              "1:69 PLAN_KEY Each of environments must be text | Write \"3\"");
    }

    @Test
    void areNoList() {
      assertThat(say("summary: {environments: prod}\n"))
          .containsExactly("1:25 PLAN_KEY environments must be a list | Write environments: […]");
    }

    @Test
    void areOfNoneOfTheChoices() {
      assertThat(
              say("summary: {risk: {level: hihg}}\nsafety: {snapshot: Dump, rollback: [script]}\n"))
          .containsExactly(
              "1:25 PLAN_KEY Unknown level \"hihg\" (did you mean high?) | Write one of low, medium,"
                  + " high",
              "2:20 PLAN_KEY Unknown snapshot \"Dump\" (did you mean dump?) | Write one of none,"
                  + " schema, dump",
              "2:36 PLAN_KEY rollback must be one of script, forward-only | Write rollback:"
                  + " script");
    }

    @Test
    void areNoLengthOfTime() {
      String form = " (a whole number and ms, s, m or h; at most 24 days)";
      assertThat(say("summary: {windows: {migration: 30, rollback: 2 hours}}\n"))
          .containsExactly(
              "1:32 PLAN_KEY migration is \"30\", which is no length of time | Write migration:"
                  + " 30m"
                  + form,
              "1:46 PLAN_KEY rollback is \"2 hours\", which is no length of time | Write rollback:"
                  + " 2h"
                  + form);
      assertThat(say("summary: {windows: {migration: 0m, rollback: 99999h}}\n"))
          .containsExactly(
              "1:32 PLAN_KEY migration is \"0m\", which is no length of time | Write migration: 30m"
                  + form,
              "1:46 PLAN_KEY rollback is \"99999h\", which is no length of time | Write rollback:"
                  + " 30m"
                  + form);
    }

    @Test
    void areNoPointInTime() {
      assertThat(say("communication: {change-window: {from: 2025-02-30T22:00Z, to: tomorrow}}\n"))
          .containsExactly(
              "1:39 PLAN_KEY from is \"2025-02-30T22:00Z\", which is no point in time | Write from:"
                  + " 2025-11-01T22:00Z",
              "1:62 PLAN_KEY to is \"tomorrow\", which is no point in time | Write to:"
                  + " 2025-11-01T22:00Z");
    }

    @Test
    void areATimeOfNoZone() {
      assertThat(
              say(
                  "communication: {change-window: {from: 2025-11-01T22:00, to:"
                      + " 2025-11-02T02:00Z}}\n"))
          .containsExactly(
              "1:39 PLAN_KEY from is 2025-11-01T22:00 without a time zone | Write from:"
                  + " 2025-11-01T22:00Z for UTC, or an offset such as +02:00 in place of the Z");
    }

    @Test
    void areAWindowThatEndsFirst() {
      assertThat(
              say(
                  "communication: {change-window: {from: 2025-11-02T01:00+02:00, to:"
                      + " 2025-11-01T22:30Z}}\n"))
          .containsExactly(
              "1:67 PLAN_KEY The change window ends here, which is not after its beginning,"
                  + " 2025-11-02T01:00+02:00 | Write a later time");
    }

    @Test
    void areNoVersion() {
      assertThat(
              say(
                  """
                  dependencies:
                    - {version: 20260102000000, after: ["2026", [a], "20260101000000"]}
                  """))
          .containsExactly(
              "2:15 PLAN_KEY The version 20260102000000 is not in quotes, so YAML reads it as a"
                  + " number | Write \"20260102000000\"",
              "2:39 PLAN_KEY \"2026\" is not a version: 14 digits in quotes | Write the first 14"
                  + " digits of the migration's file name in quotes: \"20260101120000\"",
              "2:47 PLAN_KEY \"a list or mapping\" is not a version: 14 digits in quotes | Write the"
                  + " first 14 digits of the migration's file name in quotes:"
                  + " \"20260101120000\"");
    }

    @Test
    void areNoTruth() {
      assertThat(say("supabase-cli: {keep-history: yes}\n"))
          .containsExactly(
              "1:30 PLAN_KEY keep-history must be true or false | Write keep-history: true");
    }

    @Test
    void areNoNumber() {
      assertThat(
              say(
                  """
                  testing:
                    explain: [{name: c, sql: x, max-cost: a lot}, {name: d, sql: x, max-cost: -1}]
                    smoke: [{name: a, sql: x, expect: {max: -0.5}}, {name: b, sql: x, expect: 0x1F}]
                  """))
          .containsExactly(
              "2:41 PLAN_KEY max-cost must be a number | Write max-cost: 1000",
              "2:77 PLAN_KEY max-cost is -1, and must not be below 0 | Write 0 or more",
              "3:43 PLAN_KEY max is -0.5, and must not be below 0 | Write 0 or more",
              "3:77 PLAN_KEY 0x1F is a number in a form that can be misread | Write it in plain"
                  + " decimal digits, or in quotes where it is a text");
    }

    @Test
    void areNoNameOfAnObject() {
      assertThat(
              say(
                  """
                  change-set:
                    columns: {add: [email, My Table.x]}
                    functions: {add: ["public.f(integer)"]}
                    extensions: {add: [uuid-ossp, public.citext]}
                    tables: {add: [public.My Table, a.b.c]}
                    policies: {drop: [own_rows]}
                  """))
          .containsExactly(
              "2:19 PLAN_KEY \"email\" is not the name of a column: schema.table.column, or without"
                  + " the schema | Write public.users.email",
              "2:26 PLAN_KEY \"My Table.x\" is not the name of a column: schema.table.column, or"
                  + " without the schema | Write '\"My Table\".x'",
              "3:21 PLAN_KEY \"public.f(integer)\" names arguments, and a plan takes all functions"
                  + " of one name together | Write public.f",
              "4:22 PLAN_KEY \"uuid-ossp\" is not the name of an extension: one name without a"
                  + " schema | Write '\"uuid-ossp\"'",
              "4:33 PLAN_KEY \"public.citext\" is not the name of an extension: one name without a"
                  + " schema | Write pgcrypto",
              "5:18 PLAN_KEY \"public.My Table\" is not the name of a table: schema.table, or"
                  + " without the schema | Write 'public.\"My Table\"'",
              "5:35 PLAN_KEY \"a.b.c\" is not the name of a table: schema.table, or without the"
                  + " schema | Write public.users",
              "6:21 PLAN_KEY \"own_rows\" is not the name of a policy: schema.table.policy, or"
                  + " without the schema | Write public.users.own_rows");
    }

    @Test
    void areANameThatPostgresWouldCut() {
      String name = "ä".repeat(32);
      assertThat(say("zero-downtime: {hot-tables: [" + name + "]}\n"))
          .containsExactly(
              "1:30 PLAN_KEY The name \""
                  + name
                  + "\" is longer than 63 bytes, and PostgreSQL cuts names there | Write the name as"
                  + " the database has it");
    }

    @Test
    void areNoRole() {
      assertThat(say("supabase-cli: {owner: the owner}\n"))
          .containsExactly(
              "1:23 PLAN_KEY owner is \"the owner\", which is not one name | Write owner: '\"the"
                  + " owner\"'");
    }

    @Test
    void standTwiceInAList() {
      assertThat(say("change-set:\n  tables: {drop: [users, public.users, USERS]}\n"))
          .containsExactly(
              "2:40 PLAN_KEY table users stands twice in this list; the first is at 2:19 | Keep one"
                  + " of them");
    }

    @Test
    void areAnEmptyList() {
      assertThat(say("dependencies: [{version: \"20260102000000\", after: []}]\n"))
          .containsExactly(
              "1:51 PLAN_KEY after is an empty list | Write at least one, or remove the key");
    }

    @Test
    void expectNothingThatCouldBeChecked() {
      assertThat(
              say(
                  """
                  testing:
                    smoke:
                      - {name: a, sql: x, expect: []}
                      - {name: b, sql: x, expect: [1, 2]}
                      - {name: c, sql: x, expect: [[1], [1, 2]]}
                      - {name: d, sql: x, expect: on}
                    rls: [{name: e, role: anon, sql: x, expect: row}]
                    explain: [{name: f, sql: x}]
                  """))
          .containsExactly(
              "3:33 PLAN_KEY expect is an empty list of rows | Write expect: none",
              "4:34 PLAN_KEY expect is a value, or a list of rows that are lists of values | Write"
                  + " [[1, a], [2, b]]",
              "5:39 PLAN_KEY This row is 2 long, and the first one 1 | Write rows of one length",
              "6:33 PLAN_KEY on is a truth value to some readers of YAML, and a text to others |"
                  + " Write true or false, or put the text in quotes",
              "7:47 PLAN_KEY expect is \"row\" (did you mean rows?) | Write one of rows, none,"
                  + " denied, or the number of rows",
              "8:13 PLAN_KEY This EXPLAIN check expects nothing, so it could not fail | Write one of"
                  + " uses-index, no-seq-scan, max-cost");
    }

    @Test
    void goForwardWithoutAWay() {
      assertThat(say("safety:\n  rollback: forward-only\n  roll-forward: \" \"\n"))
          .containsExactly(
              "2:13 PLAN_KEY The plan is forward-only, and does not say how to go on from a failure"
                  + " | Write roll-forward: and what would be done");
    }
  }

  @Nested
  final class ThePhases {

    @Test
    void haveTwoKeysOrNone() {
      String form =
          " PLAN_KEY A phase is a mapping with one key | Write - {expand: …}, or - {deploy: …}, or"
              + " - {backfill: …}, or - {validate: …}, or - {contract: …}";
      assertThat(say("zero-downtime: {phases: [{deploy: a, contract: []}, {}, expand]}\n"))
          .containsExactly("1:26" + form, "1:53" + form, "1:57" + form);
    }

    @Test
    void areUnknown() {
      assertThat(say("zero-downtime: {phases: [{contrat: []}]}\n"))
          .containsExactly(
              "1:27 PLAN_KEY Unknown key \"contrat\" (did you mean contract?) | Write one of expand,"
                  + " deploy, backfill, validate, contract");
    }

    @Test
    void validateWithAnUnknownCheck() {
      assertThat(say("zero-downtime: {phases: [{validate: [all is well]}]}\n"))
          .containsExactly(
              "1:38 PLAN_KEY There is no check all is well in testing | Add it to testing.smoke,"
                  + " testing.rls or testing.explain");
      assertThat(
              say(
                  """
                  testing: {smoke: [{name: no NULL, sql: x, expect: 0}, {name: broken}]}
                  zero-downtime: {phases: [{validate: [no null, broken]}]}
                  """))
          .contains(
              "2:38 PLAN_KEY There is no check no null in testing (did you mean no NULL?) | Write"
                  + " one of no NULL, broken, or add it to testing")
          .hasSize(3);
    }

    @Test
    void nameACheckThatIsThereTwice() {
      assertThat(
              say(
                  """
                  testing:
                    smoke: [{name: a, sql: x, expect: 0}]
                    explain: [{name: a, sql: x, max-cost: 1}]
                  """))
          .containsExactly(
              "3:20 PLAN_KEY The check a is already there at "
                  + PLAN
                  + ":2:18 | Give it another name");
    }

    @Test
    void nameAGateTwice() {
      assertThat(say("zero-downtime: {phases: [{deploy: app-v2}, {deploy: app-v2}]}\n"))
          .containsExactly(
              "1:53 PLAN_KEY The gate app-v2 is already there at "
                  + PLAN
                  + ":1:35, and it is opened once | Give each deploy a name of its own");
    }

    @Test
    void nameAGateThatCannotBeTyped() {
      assertThat(say("zero-downtime: {phases: [{deploy: \"app v2, app v3\"}, {deploy: }]}\n"))
          .containsExactly(
              "1:35 PLAN_KEY \"app v2, app v3\" cannot be given on the command line: a gate has no"
                  + " blanks and commas | Write deploy: app-v2-app-v3",
              "1:62 PLAN_KEY deploy must be text | Write deploy: \"…\"");
    }

    @Test
    void planAVersionTwice() {
      assertThat(
              say(
                  """
                  zero-downtime:
                    phases:
                      - {expand: ["20260101000000"]}
                      - {deploy: app-v2}
                      - {contract: ["20260101000000"]}
                  """))
          .containsExactly(
              "5:19 PLAN_KEY Version 20260101000000 is already planned at "
                  + PLAN
                  + ":3:17 | Keep it in one place: a version is in at most one phase of one plan");
    }

    @Test
    void planAVersionWithoutAFile() {
      assertThat(say("zero-downtime: {phases: [{expand: [\"20270101000000\"]}]}\n"))
          .containsExactly(
              "1:36 PLAN_KEY There is no migration with version 20270101000000 | Add its file, or"
                  + " correct the version");
    }
  }

  @Nested
  final class TheDependencies {

    @Test
    void areOnItself() {
      assertThat(
              say("dependencies: [{version: \"20260102000000\", after: [\"20260102000000\"]}]\n"))
          .containsExactly(
              "1:52 PLAN_CYCLE Version 20260102000000 is to run after itself | Remove it from"
                  + " after");
    }

    @Test
    void areACircle() {
      assertThat(
              say(
                  """
                  dependencies:
                    - {version: "20260103000000", after: ["20260102000000"]}
                    - {version: "20260102000000", after: ["20260101000000"]}
                    - {version: "20260101000000", after: ["20260103000000"]}
                    - {version: "20260104000000", after: ["20260103000000"]}
                  """))
          .containsExactly(
              "4:41 PLAN_CYCLE The versions 20260101000000, 20260103000000, 20260102000000 wait for"
                  + " each other in a circle: here and at "
                  + PLAN
                  + ":2:41, "
                  + PLAN
                  + ":3:41 | Remove one of these dependencies");
    }

    @Test
    void areACircleOfTwoPlans() {
      folder.file(
          "src/main/db/plans/b.yaml",
          "dependencies: [{version: \"20260101000000\", after: [\"20260102000000\"]}]\n");
      assertThat(
              say("dependencies: [{version: \"20260102000000\", after: [\"20260101000000\"]}]\n"))
          .containsExactly(
              "src/main/db/plans/b.yaml:1:52 PLAN_CYCLE The versions 20260101000000, 20260102000000"
                  + " wait for each other in a circle: here and at "
                  + PLAN
                  + ":1:52 | Remove one of these dependencies");
    }

    @Test
    void areOnANewerVersion() {
      assertThat(
              say("dependencies: [{version: \"20260101000000\", after: [\"20260102000000\"]}]\n"))
          .containsExactly(
              "1:52 PLAN_CYCLE Version 20260101000000 is to run after 20260102000000, which is"
                  + " newer: migrations run in the order of their versions | Give one of the two"
                  + " files another version, or remove the dependency");
    }

    @Test
    void areOfAVersionThatBelongsToAnotherPlan() {
      folder.file(
          "src/main/db/plans/b.yaml",
          "dependencies: [{version: \"20260102000000\", after: [\"20260101000000\"]}]\n");
      assertThat(say("zero-downtime: {phases: [{expand: [\"20260102000000\"]}]}\n"))
          .containsExactly(
              "src/main/db/plans/b.yaml:1:26 PLAN_KEY Version 20260102000000 is already planned at "
                  + PLAN
                  + ":1:36 | Keep it in one place: a version is in at most one phase of one plan");
    }

    @Test
    void areOnABackfillThatNoFileHas() {
      assertThat(say("data-migration: [users]\n"))
          .containsExactly(
              "1:18 PLAN_KEY There is no backfill users | Add its file: <14"
                  + " digits>_users.backfill.yaml");
      folder.migration(
          "20260106000000_users_email.backfill.yaml",
          "backfill: emails\ntable: users\nset: {a: b}\n");
      assertThat(say("data-migration: [users_email, emails, user_email]\n"))
          .containsExactly(
              "1:39 PLAN_KEY There is no backfill user_email (did you mean users_email?) | Write one"
                  + " of emails, users_email, or add its file");
    }
  }
}

package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.ChangeKind;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.ObjectUse;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.RiskReason;
import io.github.dbsage.model.SchemaChange;
import io.github.dbsage.model.SchemaObject;
import io.github.dbsage.model.SqlEffects;
import io.github.dbsage.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What plans claim, held against effects written by hand. */
final class PlanComparisonTest {

  private final List<SchemaChange> changes = new ArrayList<>();
  private final List<ObjectUse> uses = new ArrayList<>();
  private final List<RiskReason> risks = new ArrayList<>();
  private final List<SqlEffects.Unread> unread = new ArrayList<>();

  private static MigrationPlan plan(String file, String yaml) {
    FindingLog log = new FindingLog();
    MigrationPlan plan = PlanReader.read(file, new YamlText(file, yaml, log), log);
    assertThat(log.sorted()).isEmpty();
    return Objects.requireNonNull(plan);
  }

  private static Version day(int day) {
    return new Version("2026010" + day + "000000");
  }

  private static Place in(int day, int line) {
    return new Place(day + ".sql", line, 1);
  }

  private static SchemaObject object(ObjectKind kind, String name) {
    List<String> parts = new ArrayList<>(List.of(name.split("\\.", -1)));
    String part = kind.inTable() ? parts.remove(parts.size() - 1) : null;
    String last = parts.remove(parts.size() - 1);
    return new SchemaObject(
        kind, new QualifiedName(parts.isEmpty() ? null : parts.get(0), last), part);
  }

  private void done(int day, int line, ChangeKind change, ObjectKind kind, String name) {
    done(day, line, change, kind, name, null);
  }

  private void done(
      int day, int line, ChangeKind change, ObjectKind kind, String name, @Nullable String table) {
    QualifiedName on = table == null ? null : object(ObjectKind.TABLE, table).name();
    changes.add(new SchemaChange(change, object(kind, name), on, day(day), in(day, line)));
  }

  private List<String> say(String yaml) {
    return say(List.of(plan("p.yaml", yaml)));
  }

  private List<String> say(List<MigrationPlan> plans) {
    return PlanComparison.of(plans, new SqlEffects(changes, uses, risks, unread)).stream()
        .map(
            finding ->
                Folder.line(finding)
                    + (finding.certainty() == Certainty.CERTAIN
                        ? ""
                        : " (" + finding.certainty().label() + ")"))
        .toList();
  }

  @Nested
  final class TheChangeSet {

    @Test
    void isSilentWhereTheSqlDoesWhatItSays() {
      done(1, 1, ChangeKind.ADD, ObjectKind.COLUMN, "users.email");
      done(1, 2, ChangeKind.ADD, ObjectKind.INDEX, "public.i", "public.users");
      assertThat(
              say("change-set: {columns: {add: [public.users.email]}, indexes: {add: [public.i]}}"))
          .isEmpty();
    }

    @Test
    void claimsWhatNoMigrationDoes() {
      done(1, 1, ChangeKind.ADD, ObjectKind.COLUMN, "app.users.email");
      assertThat(say("change-set:\n  columns:\n    add: [app.users.email, public.users.email]\n"))
          .containsExactly(
              "p.yaml:3:28 PLAN_CHANGE_SET warning: The change set says that column"
                  + " public.users.email is added, and no migration of the plan does that | Add the"
                  + " migration, or remove public.users.email from change-set.columns.add");
    }

    @Test
    void claimsAnotherChangeThanTheOneThatIsDone() {
      done(1, 1, ChangeKind.DROP, ObjectKind.COLUMN, "users.email");
      assertThat(say("change-set: {columns: {alter: [users.email]}}"))
          .containsExactly(
              "p.yaml:1:32 PLAN_CHANGE_SET warning: The change set says that column users.email is"
                  + " altered, and no migration of the plan does that: it is dropped at 1.sql:1:1 |"
                  + " Add the migration, or remove users.email from change-set.columns.alter",
              "1.sql:1:1 PLAN_CHANGE_SET warning: Column users.email is dropped here, and the plan's"
                  + " change set does not say so | Add users.email to change-set.columns.drop");
    }

    @Test
    void keepsSilentAboutWhatIsDone() {
      done(1, 4, ChangeKind.DROP, ObjectKind.TABLE, "public.Orders");
      done(2, 1, ChangeKind.DROP, ObjectKind.TABLE, "public.Orders");
      done(2, 7, ChangeKind.ADD, ObjectKind.POLICY, "users.own");
      assertThat(say("change-set: {}"))
          .containsExactly(
              "1.sql:4:1 PLAN_CHANGE_SET warning: Table public.\"Orders\" is dropped here, and the"
                  + " plan's change set does not say so | Add public.\"Orders\" to"
                  + " change-set.tables.drop",
              "2.sql:7:1 PLAN_CHANGE_SET warning: Policy users.own is added here, and the plan's"
                  + " change set does not say so | Add users.own to change-set.policies.add");
    }

    @Test
    void leavesItToTheSqlWhereItIsAbsent() {
      done(1, 4, ChangeKind.DROP, ObjectKind.TABLE, "public.orders");
      assertThat(say("summary: {}")).isEmpty();
    }

    @Test
    void isOnlyPossiblyWrongWhereAStatementCannotBeRead() {
      unread.add(new SqlEffects.Unread(day(1), in(1, 1)));
      assertThat(say("change-set: {types: {add: [mood]}}"))
          .containsExactly(
              "p.yaml:1:28 PLAN_CHANGE_SET warning: The change set says that type mood is added, and"
                  + " no migration of the plan does that | Add the migration, or remove mood from"
                  + " change-set.types.add (possible)");
    }

    @Test
    void takesColumnsAndIndexesOfANewTableAlong() {
      done(1, 1, ChangeKind.ADD, ObjectKind.TABLE, "public.orders");
      done(1, 1, ChangeKind.ADD, ObjectKind.COLUMN, "public.orders.id");
      done(1, 5, ChangeKind.ADD, ObjectKind.INDEX, "public.orders_i", "orders");
      done(1, 6, ChangeKind.ALTER, ObjectKind.TABLE, "orders");
      assertThat(say("change-set: {tables: {add: [public.orders]}}")).isEmpty();
      assertThat(
              say(
                  "change-set: {tables: {add: [public.orders]}, columns: {add: [orders.id,"
                      + " orders.x]}}"))
          .singleElement()
          .asString()
          .startsWith(
              "p.yaml:1:73 PLAN_CHANGE_SET warning: The change set says that column orders.x is"
                  + " added");
    }

    @Test
    void believesInColumnsOfANewTableWhereNobodyListsThem() {
      done(1, 1, ChangeKind.ADD, ObjectKind.TABLE, "public.orders");
      assertThat(say("change-set: {tables: {add: [orders]}, columns: {add: [public.orders.id]}}"))
          .isEmpty();
    }

    @Test
    void wantsTriggersAndPoliciesOfANewTable() {
      done(1, 1, ChangeKind.ADD, ObjectKind.TABLE, "orders");
      done(1, 2, ChangeKind.ADD, ObjectKind.TRIGGER, "orders.touch");
      assertThat(say("change-set: {tables: {add: [orders]}}"))
          .containsExactly(
              "1.sql:2:1 PLAN_CHANGE_SET warning: Trigger orders.touch is added here, and the plan's"
                  + " change set does not say so | Add orders.touch to change-set.triggers.add");
    }

    @Test
    void takesAllThatIsOnADroppedTableAlong() {
      done(1, 1, ChangeKind.DROP, ObjectKind.TRIGGER, "orders.touch");
      done(1, 2, ChangeKind.DROP, ObjectKind.INDEX, "orders_i", "orders");
      done(1, 3, ChangeKind.DROP, ObjectKind.TABLE, "orders");
      assertThat(
              say(
                  "change-set: {tables: {drop: [public.orders]}, columns: {drop:"
                      + " [public.orders.id]}}"))
          .isEmpty();
    }

    @Test
    void takesAColumnsChangeForItsTablesAndAConstraintForItsColumns() {
      done(1, 1, ChangeKind.ADD, ObjectKind.COLUMN, "users.email");
      assertThat(say("change-set: {tables: {alter: [users]}, columns: {add: [users.email]}}"))
          .isEmpty();
      done(1, 2, ChangeKind.ALTER, ObjectKind.TABLE, "users");
      assertThat(say("change-set: {columns: {add: [users.email]}}")).isEmpty();
    }

    @Test
    void knowsThatCreateOrReplaceDoesEither() {
      done(1, 1, ChangeKind.ADD, ObjectKind.FUNCTION, "f");
      done(1, 2, ChangeKind.ALTER, ObjectKind.VIEW, "v");
      assertThat(say("change-set: {functions: {alter: [f]}, views: {add: [v]}}")).isEmpty();
    }

    @Test
    void overlooksWhatComesAndGoesWithinAFile() {
      done(1, 1, ChangeKind.ADD, ObjectKind.FUNCTION, "once");
      done(1, 3, ChangeKind.DROP, ObjectKind.FUNCTION, "once");
      assertThat(say("change-set: {}")).isEmpty();
      assertThat(say("change-set: {functions: {add: [once], drop: [once]}}")).isEmpty();
    }

    @Test
    void takesWhatIsDroppedAndCreatedAnewInOneFileForAltered() {
      done(1, 1, ChangeKind.DROP, ObjectKind.POLICY, "users.own");
      done(1, 2, ChangeKind.ADD, ObjectKind.POLICY, "users.own");
      assertThat(say("change-set: {policies: {alter: [users.own]}}")).isEmpty();
      assertThat(say("change-set: {policies: {add: [users.own]}}")).isEmpty();
      assertThat(say("change-set: {policies: {drop: [users.own], add: [users.own]}}")).isEmpty();
      assertThat(say("change-set: {}"))
          .containsExactly(
              "1.sql:2:1 PLAN_CHANGE_SET warning: Policy users.own is added here, and the plan's"
                  + " change set does not say so | Add users.own to change-set.policies.add");
    }

    @Test
    void wantsTheDropOfATableThatIsCreatedAnew() {
      done(1, 1, ChangeKind.DROP, ObjectKind.TABLE, "cache");
      done(1, 2, ChangeKind.ADD, ObjectKind.TABLE, "cache");
      assertThat(say("change-set: {tables: {alter: [cache]}}")).hasSize(3);
      assertThat(say("change-set: {tables: {drop: [cache], add: [cache]}}")).isEmpty();
    }

    @Test
    void wantsBothWhereASecondFileDropsIt() {
      done(1, 1, ChangeKind.ADD, ObjectKind.TRIGGER, "users.sync");
      done(3, 1, ChangeKind.DROP, ObjectKind.TRIGGER, "users.sync");
      assertThat(say("change-set: {triggers: {add: [users.sync]}}"))
          .containsExactly(
              "3.sql:1:1 PLAN_CHANGE_SET warning: Trigger users.sync is dropped here, and the plan's"
                  + " change set does not say so | Add users.sync to change-set.triggers.drop");
    }

    @Test
    void isComparedWithThePlansOwnVersions() {
      done(1, 1, ChangeKind.ADD, ObjectKind.TABLE, "a");
      done(2, 1, ChangeKind.ADD, ObjectKind.TABLE, "b");
      done(3, 1, ChangeKind.ADD, ObjectKind.TABLE, "c");
      MigrationPlan a =
          plan(
              "a.yaml",
              "change-set: {tables: {add: [a]}}\n"
                  + "zero-downtime: {phases: [{expand: [\"20260101000000\"]}]}");
      MigrationPlan b =
          plan(
              "b.yaml",
              "change-set: {tables: {add: [a]}}\n"
                  + "dependencies: [{version: \"20260102000000\", after: [\"20260101000000\"]}]");
      assertThat(say(List.of(a, b)))
          .containsExactly(
              "b.yaml:1:29 PLAN_CHANGE_SET warning: The change set says that table a is added, and"
                  + " no migration of the plan does that | Add the migration, or remove a from"
                  + " change-set.tables.add",
              "2.sql:1:1 PLAN_CHANGE_SET warning: Table b is added here, and the plan's change set"
                  + " does not say so | Add b to change-set.tables.add");
    }

    @Test
    void cannotBeComparedWhereSeveralPlansCouldBeMeant() {
      MigrationPlan a = plan("a.yaml", "\nchange-set: {tables: {add: [a]}}\n");
      MigrationPlan b = plan("b.yaml", "summary: {}");
      assertThat(say(List.of(a, b)))
          .containsExactly(
              "a.yaml:2:1 PLAN_CHANGE_SET warning: The change set cannot be compared with the SQL:"
                  + " the plan names no version, and there are other plans | Name its versions in"
                  + " zero-downtime.phases or in dependencies");
    }
  }

  @Nested
  final class TheRisk {

    @Test
    void isHigherThanDeclared() {
      risks.add(new RiskReason(day(1), Risk.MEDIUM, "an index is built", in(1, 2)));
      risks.add(new RiskReason(day(2), Risk.HIGH, "column users.email is dropped", in(2, 9)));
      risks.add(new RiskReason(day(3), Risk.HIGH, "table orders is dropped", in(3, 1)));
      assertThat(say("summary: {risk: {level: low}}"))
          .containsExactly(
              "p.yaml:1:25 PLAN_RISK warning: The plan calls the risk low, and it is high: column"
                  + " users.email is dropped at 2.sql:9:1 | Write level: high, or change the"
                  + " migration");
    }

    @Test
    void mayBeLowerThanDeclaredOrNotDeclared() {
      risks.add(new RiskReason(day(1), Risk.MEDIUM, "an index is built", in(1, 2)));
      assertThat(say("summary: {risk: {level: high}}")).isEmpty();
      assertThat(say("summary: {risk: {level: medium}}")).isEmpty();
      assertThat(say("summary: {}")).isEmpty();
    }

    @Test
    void isThatOfThePlansVersions() {
      risks.add(new RiskReason(day(2), Risk.HIGH, "column users.email is dropped", in(2, 9)));
      assertThat(
              say(
                  "summary: {risk: {level: low}}\n"
                      + "zero-downtime: {phases: [{expand: [\"20260101000000\"]}]}"))
          .isEmpty();
    }
  }

  @Nested
  final class TheOrder {

    private void use(int user, int usedLine, int creator, int createdLine) {
      SchemaObject table = object(ObjectKind.TABLE, "public.users");
      uses.add(
          new ObjectUse(
              table, day(user), in(user, usedLine), day(creator), in(creator, createdLine)));
    }

    @Test
    void usesWhatALaterFileCreates() {
      use(1, 3, 2, 5);
      use(2, 3, 1, 5);
      assertThat(say(List.of()))
          .containsExactly(
              "1.sql:3:1 PLAN_USE_BEFORE_CREATE error: Table public.users is used here, and created"
                  + " only later at 2.sql:5:1, by version 20260102000000 | Give the file that"
                  + " creates it a version before 20260101000000");
    }

    @Test
    void usesWhatTheSameFileCreatesBelow() {
      use(1, 3, 1, 5);
      use(1, 6, 1, 5);
      assertThat(say(List.of()))
          .containsExactly(
              "1.sql:3:1 PLAN_USE_BEFORE_CREATE error: Table public.users is used here, and created"
                  + " only later at 1.sql:5:1 | Move the statement that creates it in front of this"
                  + " one");
    }

    @Test
    void isACircleOfWhatThePlanSaysAndWhatTheSqlNeeds() {
      use(1, 3, 2, 5);
      use(3, 1, 1, 5);
      assertThat(say("dependencies: [{version: \"20260102000000\", after: [\"20260101000000\"]}]"))
          .containsExactly(
              "1.sql:3:1 PLAN_USE_BEFORE_CREATE error: Table public.users is used here, and created"
                  + " only later at 2.sql:5:1, by version 20260102000000 | Give the file that"
                  + " creates it a version before 20260101000000",
              "p.yaml:1:52 PLAN_CYCLE error: The versions 20260102000000, 20260101000000 wait for"
                  + " each other in a circle: here and at 1.sql:3:1 | Remove one of these"
                  + " dependencies");
    }

    @Test
    void isNotTheTemplates() {
      done(1, 1, ChangeKind.ADD, ObjectKind.VIEW, "v");
      done(1, 2, ChangeKind.ADD, ObjectKind.TABLE, "t");
      done(1, 3, ChangeKind.ADD, ObjectKind.TABLE, "u");
      done(2, 1, ChangeKind.ADD, ObjectKind.FUNCTION, "f");
      String order =
          "; the usual order is extensions, types, tables, functions, triggers, policies, views |"
              + " Move it in front, where nothing speaks against it";
      String first =
          "1.sql:2:1 PLAN_ORDER info: Table t is created after view v (1.sql:1:1)" + order;
      assertThat(say("summary: {}")).containsExactly(first);
      assertThat(
              say(
                  "zero-downtime: {phases: [{expand: [\"20260101000000\","
                      + " \"20260102000000\"]}]}"))
          .containsExactly(
              first,
              "2.sql:1:1 PLAN_ORDER info: Function f is created after view v (1.sql:1:1)" + order);
      assertThat(say(List.of())).isEmpty();
    }

    @Test
    void isForgivenWhereTheSqlNeedsIt() {
      done(1, 1, ChangeKind.ADD, ObjectKind.FUNCTION, "f");
      done(1, 2, ChangeKind.ADD, ObjectKind.TABLE, "t");
      done(1, 3, ChangeKind.ADD, ObjectKind.INDEX, "i", "t");
      done(1, 4, ChangeKind.ADD, ObjectKind.COLUMN, "t.c");
      done(1, 5, ChangeKind.ALTER, ObjectKind.TABLE, "t");
      uses.add(new ObjectUse(object(ObjectKind.FUNCTION, "f"), day(1), in(1, 2), day(1), in(1, 1)));
      assertThat(say("summary: {}")).isEmpty();
    }
  }
}

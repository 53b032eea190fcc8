package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the patterns write is valid, goes back, and does to a database what it is for. */
@OnPostgres
final class PatternsTest {

  private static final String BASE =
      """
      CREATE TYPE mood AS ENUM ('good', 'bad');
      CREATE TABLE customers (id bigint PRIMARY KEY, code text NOT NULL UNIQUE);
      CREATE TABLE users (
        id bigint PRIMARY KEY,
        name text NOT NULL,
        email text,
        code text UNIQUE,
        customer bigint,
        age int,
        mood mood);
      CREATE INDEX users_name_age ON users (name, age);
      INSERT INTO customers VALUES (1, 'a'), (2, 'b');
      INSERT INTO users
      SELECT i, 'Name ' || i, NULLIF('u' || i || '@example.com', 'u2@example.com'),
             NULLIF('c' || i, 'c2'), 1 + i % 2, i, 'good'
        FROM generate_series(1, 5) i;
      CREATE TABLE events (at date NOT NULL, id bigint NOT NULL, customer bigint)
        PARTITION BY RANGE (at);
      CREATE TABLE events_old PARTITION OF events DEFAULT;
      CREATE TABLE events_new PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
      INSERT INTO events VALUES ('2025-05-05', 1, 1), ('2026-05-05', 1, 2);
      """;

  @TempDir Path folder;
  @TempDir Path cache;
  private TestDatabase database;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
  }

  private PatternTrial trial(String pattern) {
    return new PatternTrial(folder, cache, database, pattern, BASE);
  }

  @Test
  void addsAColumnWithAConstant() {
    PatternTrial trial =
        trial("add-column")
            .writes("table", "users", "column", "bio", "type", "text", "to", "'none yet'")
            .reads("constant")
            .isValid()
            .goesBack()
            .applies();
    assertThat(trial.value("SELECT string_agg(DISTINCT bio, ',') FROM users"))
        .isEqualTo("none yet");
  }

  @Test
  void addsAColumnThatDiffersFromRowToRow() {
    PatternTrial trial =
        trial("add-column")
            .writes("table", "users", "column", "token", "type", "uuid", "to", "gen_random_uuid()")
            .reads("volatile")
            .isValid()
            .goesBack()
            .applies();
    assertThat(trial.value("SELECT count(DISTINCT token) FROM users")).isEqualTo("5");
  }

  @Test
  void addsAColumnThatATriggerComputes() {
    PatternTrial trial =
        trial("add-column")
            .writes(
                "table",
                "users",
                "type",
                "text",
                "to",
                "GENERATED ALWAYS AS (name || ' (' || age || ')') STORED",
                "column",
                "\"Label\"")
            .reads("generated")
            .isValid("TRIGGER_LOCK")
            .goesBack("fill_users_label")
            .applies();
    database.execute("UPDATE users SET age = 7 WHERE id = 1");
    assertThat(trial.value("SELECT string_agg(\"Label\", ',' ORDER BY id) FROM users WHERE id < 3"))
        .isEqualTo("Name 1 (7),Name 2 (2)");
  }

  @Test
  void dropsAColumnBehindAGate() {
    PatternTrial trial =
        trial("drop-column")
            .writesAlone("table", "users", "column", "name")
            .reads("not-null")
            .isValid("DROP_NOT_NULL", "DROP_COLUMN")
            .goesBack("drop_users_name")
            .applies();
    assertThat(
            trial.value(
                "SELECT count(*) FROM pg_attribute WHERE attrelid = 'users'::regclass"
                    + " AND attname = 'name'"))
        .isEqualTo("0");
  }

  @Test
  void dropsNoColumnThatOthersNeed() {
    PatternTrial trial = trial("drop-column");
    database.execute("CREATE VIEW emails AS SELECT email FROM users");
    Problem problem = trial.refuses("table", "users", "column", "email");
    assertThat(problem.what()).contains("view public.emails");
    assertThat(trial.refuses("table", "users", "column", "id").what()).contains("primary key");
    assertThat(trial.refuses("table", "users", "column", "emial").what())
        .isEqualTo("public.users has no column emial (did you mean email?).");
    assertThat(trial.refuses("table", "usres", "column", "email").fix()).contains("public.users");
  }

  @Test
  void makesAColumnNotNull() {
    PatternTrial trial =
        trial("not-null")
            .writes("table", "users", "column", "email", "to", "'unknown@example.com'")
            .reads("constant")
            .isValid()
            .goesBack("fill_users_email")
            .applies();
    assertThat(trial.value("SELECT email FROM users WHERE id = 2"))
        .isEqualTo("unknown@example.com");
    assertThat(
            trial.value(
                "SELECT attnotnull FROM pg_attribute WHERE attrelid = 'users'::regclass"
                    + " AND attname = 'email'"))
        .isEqualTo("t");
  }

  @Test
  void givesNoTwoRowsTheSameWhereThatIsUnique() {
    PatternTrial trial = trial("not-null");
    assertThat(trial.refuses("table", "users", "column", "code", "to", "'x'").what())
        .contains("users_code_key");
    assertThat(trial.refuses("table", "users", "column", "code", "to", "'x").why())
        .contains("never closed");
    assertThat(trial.refuses("table", "users", "column", "name").what()).contains("already");
    trial
        .writes("table", "users", "column", "email", "to", "lower(name) || '@example.com'")
        .reads("expression")
        .isValid()
        .goesBack("fill_users_email")
        .applies();
    assertThat(trial.value("SELECT email FROM users WHERE id = 2")).isEqualTo("name 2@example.com");
  }

  @Test
  void writesForAnyTableWhereNothingIsKnown() {
    trial("not-null")
        .withoutServers()
        .writesAlone("table", "\"Odd T\"", "column", "\"E\"", "to", "'x'")
        .reads("unknown");
  }

  @Test
  void asksWhatNobodyCanLookUp() {
    trial("drop-column")
        .withoutServers()
        .writesAlone("table", "shop.users", "column", "nickname")
        .reads("unknown");
  }

  @Test
  void pointsToATableOfWhichNothingIsKnown() {
    trial("foreign-key")
        .withoutServers()
        .writesAlone("table", "a.b", "column", "c", "to", "d.e")
        .reads("unknown");
  }

  @Test
  void opensNoGateOfAnotherChange() {
    PatternTrial trial = trial("drop-column").writes("table", "users", "column", "email");
    assertThat(trial.text()).contains("deploy: app-v2");
    trial.writes("table", "users", "column", "age");
    assertThat(trial.text()).contains("deploy: app-v2").contains("deploy: app-v3");
  }

  @Test
  void createsAnIndex() {
    trial("index")
        .writes("table", "public.users", "column", "lower(email), age DESC")
        .reads("plain")
        .isValid()
        .goesBack()
        .applies();
  }

  @Test
  void createsAnIndexOfPartitions() {
    PatternTrial trial =
        trial("index")
            .writesAlone("table", "events", "column", "customer", "name", "events_by_customer")
            .reads("partitioned")
            .isValid()
            .goesBack()
            .applies();
    assertThat(
            trial.value(
                "SELECT indisvalid FROM pg_index"
                    + " WHERE indexrelid = 'events_by_customer'::regclass"))
        .isEqualTo("t");
  }

  @Test
  void makesColumnsUnique() {
    PatternTrial trial =
        trial("unique")
            .writes("table", "users", "column", "name, email")
            .reads("plain")
            .isValid()
            .goesBack()
            .applies();
    assertThat(trial.value("SELECT count(*) FROM pg_constraint WHERE conname LIKE 'users_name_e%'"))
        .isEqualTo("1");
  }

  @Test
  void makesColumnsOfPartitionsUnique() {
    trial("unique")
        .writes("table", "events", "column", "at, id")
        .reads("partitioned")
        .isValid()
        .goesBack()
        .applies();
  }

  @Test
  void addsAForeignKey() {
    PatternTrial trial =
        trial("foreign-key")
            .writes("table", "users", "column", "customer", "to", "customers")
            .reads("plain")
            .isValid()
            .goesBack()
            .applies();
    assertThat(
            trial.value("SELECT convalidated FROM pg_constraint WHERE conname LIKE 'users_cust%'"))
        .isEqualTo("t");
  }

  @Test
  void addsAForeignKeyOfPartitions() {
    trial("foreign-key")
        .writes("table", "events", "column", "customer", "to", "public.customers(id)")
        .reads("partitioned")
        .isValid()
        .goesBack()
        .applies();
  }

  @Test
  void addsAForeignKeyToWhatIsUnique() {
    PatternTrial trial = trial("foreign-key");
    assertThat(trial.refuses("table", "users", "column", "name", "to", "users(email)").fix())
        .contains("-Ddbsage.pattern=unique -Ddbsage.table=public.users");
    assertThat(trial.refuses("table", "users", "column", "name, age", "to", "customers").what())
        .contains("(id)")
        .contains("(name, age)");
    assertThat(trial.refuses("table", "users", "column", "name", "to", "nothing").what())
        .contains("nothing");
  }

  @Test
  void addsACheck() {
    trial("check")
        .writes("table", "users", "to", "age > 0 -- grown")
        .reads("plain")
        .isValid()
        .goesBack()
        .applies();
  }

  @Test
  void addsALabel() {
    PatternTrial trial =
        trial("enum-value")
            .writes("type", "public.mood", "to", "so so", "from", "good")
            .reads("after")
            .isValid()
            .goesBack("add_mood_so_so")
            .applies();
    assertThat(trial.value("SELECT enum_range(NULL::mood)::text")).contains("good,\"so so\",bad");
  }

  @Test
  void addsAPolicy() {
    PatternTrial trial = trial("rls-policy");
    trial
        .writes("table", "users", "name", "own", "to", "name = current_user")
        .reads("everybody")
        .isValid()
        .goesBack()
        .applies();
    assertThat(trial.refuses("table", "users", "name", "own", "to", "true").what())
        .contains("policy own already");
  }

  @Test
  void addsAPolicyForARole() {
    trial("rls-policy")
        .writes("table", "users", "name", "seen", "to", "true", "from", "pg_monitor")
        .reads("role")
        .isValid()
        .goesBack();
  }

  @Test
  void tellsWhatAPatternNeeds() {
    PatternTrial trial = trial("add-column");
    assertThat(trial.refuses("table", "users", "column", "bio").fix())
        .isEqualTo("Add -Ddbsage.type=: its type, as in text or \"numeric(5,2)\".");
    assertThat(trial.refuses("table", "users", "column", "b", "type", "text", "from", "x").what())
        .isEqualTo("The pattern add-column can do nothing with dbsage.from.");
    assertThat(trial.refuses("table", "users", "column", "email", "type", "text").what())
        .isEqualTo("public.users has a column email already.");
    assertThat(trial.refuses("table", "users", "column", "b", "type", "text text").why())
        .contains("syntax error");
    assertThat(trial.refuses("table", "users", "column", "b", "type", "bigserial").what())
        .contains("bigserial");
    assertThat(trial.refuses("table", "users", "column", "b", "type", "text NOT NULL").fix())
        .contains("patterns of their own");
    assertThat(
            trial
                .refuses("table", "users", "column", "b", "type", "text", "to", "('x' -- y)")
                .what())
        .isEqualTo("In dbsage.to=('x' -- y) there is a parenthesis that is never closed.");
    assertThat(trial.refuses("table", "", "column", "b", "type", "text").what())
        .isEqualTo("dbsage.table is empty.");
  }
}

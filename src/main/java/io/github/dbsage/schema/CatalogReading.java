package io.github.dbsage.schema;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.UserError;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole catalog in one read-only transaction: a query for each kind of object, however
 * many there are of it. Use once.
 */
final class CatalogReading {

  /**
   * With nothing but {@code pg_catalog} in the search path the server qualifies every other name,
   * and ours need not be. The rest is what the text of an expression depends on.
   */
  private static final String SETTINGS =
      """
      SET LOCAL search_path = pg_catalog, pg_temp;
      SET LOCAL quote_all_identifiers = off;
      SET LOCAL lock_timeout = '5s';
      SET LOCAL DateStyle = 'ISO, MDY';
      SET LOCAL IntervalStyle = postgres;
      SET LOCAL TimeZone = 'UTC';
      SET LOCAL lc_monetary = 'C';
      SET LOCAL bytea_output = hex;
      SET LOCAL extra_float_digits = 1""";

  static final String BEGIN =
      "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;\n" + SETTINGS;

  private static final String BACK =
      "ROLLBACK TO SAVEPOINT dbsage_schema; RELEASE SAVEPOINT dbsage_schema";

  /** Our own tables, and what has their names in it. */
  private static final Pattern OWN =
      Pattern.compile("(schema_migrations|migration_progress)|dbsage_.*", Pattern.DOTALL);

  /** The record of the Supabase CLI, which a plan can ask us to keep. */
  private static final String SUPABASE = "supabase_migrations";

  private static final Pattern SUPABASE_OWN = Pattern.compile("(schema_migrations|seed_files).*");

  private static final int TRIES = 3;

  private final Session session;
  private final String own;
  private final Set<Key> members = new HashSet<>();
  private final Map<Key, Draft> drafts = new HashMap<>();
  private boolean torn;

  private CatalogReading(Session session, String own) {
    this.session = session;
    this.own = own;
  }

  private record Key(String catalog, long oid) {}

  /**
   * Reads it, again where somebody changes the schema meanwhile.
   *
   * @param own the schema of our tables, which are left out
   * @throws UserError where that cannot be read
   */
  static SchemaSnapshot of(Session session, String own) {
    for (int number = 1; ; number++) {
      try {
        return new CatalogReading(session, own).inTransaction();
      } catch (ServerFailure e) {
        if (number == TRIES || !SchemaProblems.isPassing(e)) {
          throw SchemaProblems.error(e);
        }
      } catch (UserError e) {
        if (number == TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Reads what the caller's transaction sees, and leaves the transaction as it was.
   *
   * @throws UserError where the role may not, or somebody holds locks on the way; the transaction
   *     goes on
   */
  static SchemaSnapshot within(Session session, String own) {
    session.send("SAVEPOINT dbsage_schema");
    try {
      session.send(SETTINGS);
      SchemaSnapshot snapshot = new CatalogReading(session, own).read();
      session.send(BACK);
      return snapshot;
    } catch (ServerFailure e) {
      if (!e.connectionLost()) {
        session.send(BACK);
      }
      throw SchemaProblems.error(e);
    } catch (UserError e) {
      session.send(BACK);
      throw e;
    }
  }

  private SchemaSnapshot inTransaction() {
    session.send(BEGIN);
    try {
      SchemaSnapshot snapshot = read();
      session.send("COMMIT");
      return snapshot;
    } catch (ServerFailure e) {
      if (!e.connectionLost()) {
        session.send("ROLLBACK");
      }
      throw e;
    } catch (UserError e) {
      session.send("ROLLBACK");
      throw e;
    }
  }

  private SchemaSnapshot read() {
    int major =
        session.one(
            "SELECT current_setting('server_version_num')", row -> (int) row.number(1) / 10_000);
    session
        .query(CommonQueries.MEMBERS, row -> new Key(row.string(1), row.number(2)))
        .forEach(members::add);
    objects(DatabaseQueries.objects());
    objects(TypeQueries.OBJECTS);
    objects(RoutineQueries.OBJECTS);
    objects(RelationQueries.OBJECTS);
    lines(DatabaseQueries.lines(major));
    lines(TypeQueries.LINES);
    lines(RelationQueries.LINES);
    lines(List.of(CommonQueries.GRANTS, CommonQueries.COMMENTS));
    if (torn || session.one(CommonQueries.GONE, row -> row.flag(1))) {
      throw new UserError(SchemaProblems.changing(null));
    }
    return new SchemaSnapshot(major, finished(drafts.values()));
  }

  /** Catalog, oid, kind, schema, name, signature, parent's oid, owner, lines. */
  private void objects(List<String> queries) {
    for (String sql : queries) {
      session.query(sql, this::begin);
    }
  }

  private Key begin(Session.Row row) {
    Key key = new Key(row.string(1), row.number(2));
    String schema = row.text(4);
    String name = row.text(5);
    Draft parent = drafts.get(new Key("pg_class", row.number(7)));
    boolean orphan = row.text(7) != null && parent == null;
    if (orphan || members.contains(key) || isOwn(key, schema, name)) {
      return key;
    }
    String signature = row.text(6) == null ? "" : row.string(6);
    Draft draft = new Draft(Kind.of(row.string(3)), schema, name, signature, parent);
    if (row.text(8) != null) {
      draft.add("owner " + Identifiers.write(row.string(8)));
    }
    add(draft, row.text(9));
    drafts.put(key, draft);
    return key;
  }

  private boolean isOwn(Key key, @Nullable String schema, @Nullable String name) {
    if (!key.catalog().equals("pg_class") || name == null) {
      return false;
    }
    return (own.equals(schema) && OWN.matcher(name).matches())
        || (SUPABASE.equals(schema) && SUPABASE_OWN.matcher(name).matches());
  }

  /** Catalog, oid, line. */
  private void lines(List<String> queries) {
    for (String sql : queries) {
      session.query(sql, this::line);
    }
  }

  private Key line(Session.Row row) {
    Key key = new Key(row.string(1), row.number(2));
    Draft draft = drafts.get(key);
    if (draft != null) {
      add(draft, row.text(3));
    }
    return key;
  }

  /** A text that is null is of something that is gone by now. */
  private void add(Draft draft, @Nullable String text) {
    if (text == null) {
      torn = true;
    } else if (!text.isEmpty()) {
      draft.add(text);
    }
  }

  /** In order; a schema that holds nothing but our own tables is ours, too. */
  private List<DatabaseObject> finished(Collection<Draft> all) {
    Set<String> ours = new HashSet<>();
    for (String schema : List.of(own, SUPABASE)) {
      if (!schema.equals("public")
          && all.stream().noneMatch(draft -> schema.equals(draft.schema()))) {
        ours.add(Kind.SCHEMA.label() + " " + Identifiers.write(schema));
      }
    }
    return all.stream()
        .sorted(Draft.ORDER)
        .map(Draft::finished)
        .filter(object -> !ours.contains(object.heading()))
        .toList();
  }
}

package io.github.dbsage.plan;

import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillSpec.Mismatches;
import io.github.dbsage.model.BackfillSpec.Mode;
import io.github.dbsage.model.BackfillSpec.Passes;
import io.github.dbsage.model.BackfillSpec.Preset;
import io.github.dbsage.model.BackfillSpec.Sample;
import io.github.dbsage.model.BackfillSpec.Throttling;
import io.github.dbsage.model.BackfillSpec.Verification;
import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.plan.YamlValues.Spot;
import io.github.dbsage.sql.Chunked;
import io.github.dbsage.sql.Fragment;
import io.github.dbsage.sql.Placeholders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads what a backfill's file asks for; every default is filled in. */
final class BackfillReader {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(50);
  private static final long WORKERS = 2;
  private static final long MOST_WORKERS = 64;
  private static final long MOST_ROWS = 1_000_000;
  private static final long MOST_POISON = 1_000_000_000;
  private static final long MOST_BACKENDS = 100_000;
  private static final long SAMPLE = 100;
  private static final long MOST_SAMPLE = 10_000;

  private final MigrationFile file;
  private final YamlValues values;
  private final BackfillValues sql;
  private final FindingLog log;
  private final Map<String, Place> places = new HashMap<>();

  private BackfillReader(MigrationFile file, YamlValues values, FindingLog log) {
    this.file = file;
    this.values = values;
    this.sql = new BackfillValues(values);
    this.log = log;
  }

  /** What is on or off by itself. */
  private enum Switch {
    AUTO,
    OFF
  }

  /**
   * What the file asks for; what is wrong is in the log, and then a stand-in that does nothing may
   * come of it.
   */
  static BackfillSpec read(
      MigrationFile file, String text, Placeholders placeholders, FindingLog log) {
    YamlText yaml = new YamlText(file.source().file(), text, log);
    Node root = yaml.read();
    YamlValues values = new YamlValues(yaml, BackfillKeys.ALL, log);
    BackfillReader reader = new BackfillReader(file, values, log);
    return root == null
        ? reader.standIn(file.name().name())
        : reader.spec(new YamlExpansion(yaml, placeholders, log).of(root));
  }

  private BackfillSpec spec(Node root) {
    YamlMapping top = values.mapping(root, "A backfill", BackfillKeys.BACKFILL);
    places("", root);
    String name = name(top);
    At<QualifiedName> named =
        top.needed(BackfillKeys.TABLE, new YamlNames(values).name(ObjectKind.TABLE));
    QualifiedName table = named == null ? null : qualified(named.value());
    BackfillWork work = BackfillWork.read(top, root, table, sql, log);
    BackfillTuning tuning = tuning(top);
    Verification verify = verification(top, work);
    String rollback = rollback(top, table);
    if (table == null || work.isNothing()) {
      return standIn(name);
    }
    return new BackfillSpec(
        name,
        table,
        work.set(),
        work.statement(),
        work.qualifier(),
        work.where(),
        work.key(),
        tuning.mode(),
        tuning.batchRows(),
        tuning.target(),
        tuning.workers(),
        work.idempotent(),
        tuning.asyncCommit(),
        tuning.passes(),
        tuning.vacuum(),
        tuning.throttle(),
        tuning.lockTimeout(),
        tuning.poisonLimit(),
        verify,
        rollback,
        BackfillHash.of(table, work),
        places);
  }

  /** For a file that is wrong: it takes a place among the steps, and changes nothing. */
  private BackfillSpec standIn(String name) {
    QualifiedName table = new QualifiedName("public", name);
    BackfillWork work = BackfillWork.nothing(table);
    return new BackfillSpec(
        name,
        table,
        work.set(),
        work.statement(),
        work.qualifier(),
        work.where(),
        work.key(),
        Mode.AUTO,
        null,
        Preset.ADAPTIVE.target(),
        (int) WORKERS,
        work.idempotent(),
        true,
        Passes.AUTO,
        true,
        new Throttling(Preset.ADAPTIVE, null, null, null),
        LOCK_TIMEOUT,
        0,
        new Verification(null, null, null),
        null,
        BackfillHash.of(table, work),
        places);
  }

  private static QualifiedName qualified(QualifiedName name) {
    return name.schema() == null ? new QualifiedName("public", name.name()) : name;
  }

  /** Where each value stands, by the keys that lead to it. */
  private void places(String path, Node node) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode key) {
          String below = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
          places.put(below, values.at(entry.getValueNode()));
          places(below, entry.getValueNode());
        }
      }
    }
  }

  private String name(YamlMapping top) {
    String usual = file.name().name();
    At<String> given = top.value(BackfillKeys.NAME, values::text);
    String name = given == null ? usual : given.value();
    Place at = given == null ? top.at() : given.at();
    if (!NAME.matcher(name).matches()) {
      log.add(BackfillProblems.nameForm(at, name));
      return usual;
    }
    if (Identifiers.isTooLong(name)) {
      log.add(BackfillProblems.nameTooLong(at, name));
    }
    return name;
  }

  private BackfillTuning tuning(YamlMapping top) {
    YamlMapping batch = top.mapping("batch", BackfillKeys.BATCH);
    Throttling throttle = throttle(top);
    At<Switch> vacuum = top.value("vacuum", values.choice(Switch.values()));
    return new BackfillTuning(
        or(top.value("mode", values.choice(Mode.values())), Mode.AUTO),
        batchRows(batch),
        or(batch.value("target", values::moment), throttle.preset().target()),
        number(top, "workers", 1, MOST_WORKERS, WORKERS),
        or(top.value("async_commit", values::flag), true),
        or(top.value("passes", this::passes), Passes.AUTO),
        vacuum == null || vacuum.value() == Switch.AUTO,
        throttle,
        or(top.value("lock_timeout", values::moment), LOCK_TIMEOUT),
        number(top, "poison_limit", 0, MOST_POISON, 0));
  }

  private static <T> T or(@Nullable At<T> given, T otherwise) {
    return given == null ? otherwise : given.value();
  }

  private int number(YamlMapping mapping, String key, long least, long most, long otherwise) {
    return or(mapping.value(key, values.whole(least, most)), otherwise).intValue();
  }

  private @Nullable Integer batchRows(YamlMapping batch) {
    Node size = batch.node("size");
    return size == null || YamlValues.isWord(size, BackfillKeys.AUTO)
        ? null
        : number(batch, "size", 1, MOST_ROWS, 1);
  }

  private @Nullable Passes passes(Node node, Spot spot) {
    if (YamlValues.isWord(node, BackfillKeys.AUTO)) {
      return Passes.AUTO;
    }
    if (YamlValues.isWord(node, BackfillKeys.OFF)) {
      return Passes.OFF;
    }
    String written = YamlValues.shown(node);
    if (!YamlValues.isNumber(node) || !List.of("2", "4", "8", "16", "32", "64").contains(written)) {
      log.add(BackfillProblems.passes(values.at(node), written));
      return null;
    }
    return new Passes(Integer.parseInt(written));
  }

  private Throttling throttle(YamlMapping top) {
    Node node = top.node(BackfillKeys.THROTTLE);
    YamlValues.Type<Preset> preset = values.choice(Preset.values());
    if (node instanceof ScalarNode) {
      places.put(BackfillKeys.THROTTLE + "." + BackfillKeys.PRESET, values.at(node));
      At<Preset> alone = top.value(BackfillKeys.THROTTLE, preset);
      return new Throttling(or(alone, Preset.ADAPTIVE), null, null, null);
    }
    YamlMapping throttle = top.mapping(BackfillKeys.THROTTLE, BackfillKeys.THROTTLING);
    At<Long> backends = throttle.value("active_backends", values.whole(1, MOST_BACKENDS));
    At<Duration> lag = throttle.value("replication_lag", values::moment);
    At<Fragment> query = throttle.value(BackfillKeys.SQL, sql::query);
    return new Throttling(
        or(throttle.value(BackfillKeys.PRESET, preset), Preset.ADAPTIVE),
        backends == null ? null : backends.value().intValue(),
        lag == null ? null : lag.value(),
        query == null ? null : query.value().text());
  }

  private Verification verification(YamlMapping top, BackfillWork work) {
    YamlMapping verify = top.mapping(BackfillKeys.VERIFY, BackfillKeys.VERIFICATION);
    Counted wrong = counted(verify, BackfillKeys.MISMATCHES, "max", 0, Long.MAX_VALUE, 0);
    Counted sample = counted(verify, BackfillKeys.SAMPLE, "limit", 1, MOST_SAMPLE, SAMPLE);
    return new Verification(
        remaining(verify, work),
        wrong == null ? null : new Mismatches(wrong.sql(), wrong.number()),
        sample == null ? null : new Sample(sample.sql(), (int) sample.number()));
  }

  private @Nullable Long remaining(YamlMapping verify, BackfillWork work) {
    Node node = verify.node(BackfillKeys.REMAINING);
    boolean sets = !work.set().isEmpty();
    if (node == null) {
      return sets && work.idempotent() ? 0L : null;
    }
    if (YamlValues.isWord(node, BackfillKeys.OFF)) {
      return null;
    }
    At<Long> most = verify.value(BackfillKeys.REMAINING, values.whole(0, Long.MAX_VALUE));
    if (most != null && work.statement() != null) {
      log.add(BackfillProblems.remainingOfStatement(most.at()));
    } else if (most != null && sets && !work.idempotent() && work.where() == null) {
      log.add(BackfillProblems.remainingUnknown(most.at()));
    }
    return most == null ? null : most.value();
  }

  /** A query and a number: {@code {sql: …, max: 0}}, or the query alone. */
  private record Counted(String sql, long number) {}

  private @Nullable Counted counted(
      YamlMapping verify, String key, String number, long least, long most, long otherwise) {
    Node node = verify.node(key);
    if (node == null) {
      return null;
    }
    if (node instanceof ScalarNode) {
      String path = BackfillKeys.VERIFY + "." + key + "." + BackfillKeys.SQL;
      places.put(path, values.at(node));
      At<Fragment> alone = verify.value(key, sql::query);
      return alone == null ? null : new Counted(alone.value().text(), otherwise);
    }
    YamlMapping mapping =
        verify.mapping(
            key, key.equals(BackfillKeys.SAMPLE) ? BackfillKeys.SHOWN : BackfillKeys.COUNTED);
    At<Fragment> query = mapping.needed(BackfillKeys.SQL, sql::query);
    long limit = or(mapping.value(number, values.whole(least, most)), otherwise);
    return query == null ? null : new Counted(query.value().text(), limit);
  }

  private @Nullable String rollback(YamlMapping top, @Nullable QualifiedName table) {
    At<Fragment> given = top.value(BackfillKeys.ROLLBACK, sql::query);
    if (given == null || table == null) {
      return null;
    }
    Chunked rollback = Chunked.of(table, given.value());
    if (rollback.marks() == 0 && !rollback.isPlain()) {
      log.add(BackfillProblems.rollbackForm(given.at()));
    } else {
      sql.requireTable(rollback, BackfillKeys.ROLLBACK, table, given.at());
    }
    return given.value().text();
  }
}

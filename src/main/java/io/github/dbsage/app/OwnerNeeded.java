package io.github.dbsage.app;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An object that only its owner may treat as a statement does.
 *
 * @param name as the statement writes it
 */
record OwnerNeeded(Family family, QualifiedName name) {

  /** The catalog that an object stands in. */
  enum Family {
    RELATION,
    ROUTINE,
    TYPE,
    SCHEMA
  }

  private static final String IDENTIFIER = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";

  /** Of COMMENT, the grammar here keeps nothing. */
  private static final Pattern COMMENT =
      Pattern.compile(
          "COMMENT\\s+ON\\s+(TABLE|COLUMN|VIEW|MATERIALIZED\\s+VIEW|FOREIGN\\s+TABLE|INDEX|SEQUENCE"
              + "|TYPE|DOMAIN|SCHEMA)\\s+("
              + IDENTIFIER
              + "(?:\\."
              + IDENTIFIER
              + ")*)\\s+IS\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** The objects that a statement needs to own; none where that is not known. */
  static List<OwnerNeeded> of(Tree tree, String text) {
    List<OwnerNeeded> needed = new ArrayList<>();
    if (tree instanceof Tree.AlterTable alter) {
      add(needed, alter.kind(), alter.name());
      alter.actions().forEach(action -> add(needed, action));
    } else if (tree instanceof Tree.CreateIndex create) {
      add(needed, Kind.TABLE, create.table());
    } else if (tree instanceof Tree.CreatePolicy create) {
      add(needed, Kind.TABLE, create.table());
    } else if (tree instanceof Tree.Drop drop) {
      drop.tables().forEach(table -> add(needed, Kind.TABLE, table));
      if (drop.tables().isEmpty()) {
        drop.names().forEach(name -> add(needed, drop.kind(), name));
      }
    } else if (tree instanceof Tree.Rename rename) {
      add(needed, rename.of() == Kind.OTHER ? Kind.TABLE : rename.of(), rename.object());
    } else if (tree instanceof Tree.SetSchema set) {
      add(needed, set.kind(), set.object());
    } else if (tree instanceof Tree.AlterOwner alter) {
      add(needed, alter.kind(), alter.object());
    } else if (tree instanceof Tree.CreateFunction create && create.replace()) {
      add(needed, Kind.FUNCTION, create.name());
    } else if (tree instanceof Tree.CreateView create && create.replace()) {
      add(needed, Kind.VIEW, create.name());
    } else if (tree instanceof Tree.AlterFunction alter) {
      add(needed, Kind.FUNCTION, alter.name());
    } else if (tree instanceof Tree.AlterEnum alter) {
      add(needed, Kind.TYPE, alter.name());
    } else if (tree instanceof Tree.AlterDomain alter) {
      add(needed, Kind.DOMAIN, alter.name());
    } else if (tree instanceof Tree.Refresh refresh) {
      add(needed, Kind.MATERIALIZED_VIEW, refresh.view());
    } else if (tree instanceof Tree.Reindex reindex) {
      add(needed, reindex.kind(), reindex.name());
    } else if (tree instanceof Tree.Cluster cluster) {
      add(needed, Kind.TABLE, cluster.table());
    } else {
      comment(needed, text);
    }
    return List.copyOf(needed);
  }

  private static void add(List<OwnerNeeded> needed, Action action) {
    if (action instanceof Action.AttachPartition attach) {
      add(needed, Kind.TABLE, attach.partition());
    } else if (action instanceof Action.DetachPartition detach) {
      add(needed, Kind.TABLE, detach.partition());
    } else if (action instanceof Action.Inheritance inheritance) {
      add(needed, Kind.TABLE, inheritance.parent());
    }
  }

  private static void add(List<OwnerNeeded> needed, Kind kind, @Nullable QualifiedName name) {
    Family family =
        switch (kind) {
          case TABLE, FOREIGN_TABLE, INDEX, SEQUENCE, VIEW, MATERIALIZED_VIEW -> Family.RELATION;
          case TYPE, DOMAIN -> Family.TYPE;
          case FUNCTION, PROCEDURE, AGGREGATE -> Family.ROUTINE;
          case SCHEMA -> Family.SCHEMA;
          default -> null;
        };
    if (family != null && name != null) {
      needed.add(new OwnerNeeded(family, name));
    }
  }

  private static void comment(List<OwnerNeeded> needed, String text) {
    Matcher comment = COMMENT.matcher(text);
    List<String> parts = comment.matches() ? Identifiers.parse(comment.group(2)) : null;
    if (parts == null) {
      return;
    }
    String kind = comment.group(1).toUpperCase(Locale.ROOT);
    List<String> name = kind.equals("COLUMN") ? parts.subList(0, parts.size() - 1) : parts;
    if (name.isEmpty() || name.size() > 2) {
      return;
    }
    Family family =
        switch (kind) {
          case "TYPE", "DOMAIN" -> Family.TYPE;
          case "SCHEMA" -> Family.SCHEMA;
          default -> Family.RELATION;
        };
    needed.add(
        new OwnerNeeded(
            family,
            new QualifiedName(name.size() == 2 ? name.get(0) : null, name.get(name.size() - 1))));
  }
}

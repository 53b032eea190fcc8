package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Mentions;
import io.github.dbsage.sql.tree.Parsed;
import io.github.dbsage.sql.tree.Tree;
import io.github.dbsage.sql.tree.Type;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The objects that statements name; in lower case, without their schemas. */
final class Mentioned {

  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

  private final Set<String> names;

  private Mentioned(Set<String> names) {
    this.names = names;
  }

  /** Adds the names of a file's statements. */
  static void in(Reading reading, Set<String> names) {
    Mentioned mentioned = new Mentioned(names);
    for (Reading.Line line : reading.lines()) {
      if (line.parsed() instanceof Parsed.Trees trees) {
        trees.statements().forEach(one -> mentioned.tree(one.tree()));
      }
    }
  }

  /** Adds the other names of what is named already; whether there were any new ones. */
  static boolean alsoKnownAs(Reading reading, Set<String> names) {
    Set<String> more = new HashSet<>();
    Mentioned mentioned = new Mentioned(more);
    for (Reading.Line line : reading.lines()) {
      if (line.parsed() instanceof Parsed.Trees trees) {
        for (Parsed.Located one : trees.statements()) {
          if (one.tree() instanceof Tree.Rename rename && rename.part() == null) {
            mentioned.name(rename.object());
            mentioned.text(rename.to());
          } else if (one.tree() instanceof Tree.CreateIndex create && create.name() != null) {
            // Whoever drops or renames it need not name its table.
            mentioned.text(create.name());
          } else if (one.tree() instanceof Tree.CreateTable create && create.isPartition()) {
            mentioned.name(create.name());
            create.parents().forEach(mentioned::name);
          } else if (one.tree() instanceof Tree.CreateTable create) {
            create.columns().forEach(column -> mentioned.type(column.type()));
            create.likes().forEach(like -> mentioned.name(like.table()));
            create.parents().forEach(mentioned::name);
          } else if (one.tree() instanceof Tree.CreateDomain create) {
            mentioned.type(create.type());
          } else if (one.tree() instanceof Tree.CreateIndex create) {
            // What changes an index later may not name its table.
            mentioned.text(indexName(create));
          } else if (one.tree() instanceof Tree.AlterTable alter) {
            for (Action action : alter.actions()) {
              if (action instanceof Action.AttachPartition attach) {
                mentioned.name(attach.partition());
                mentioned.name(alter.name());
              }
            }
          }
        }
      }
    }
    return names.addAll(more);
  }

  private static String indexName(Tree.CreateIndex create) {
    return create.name() == null
        ? create.table().name() + "_" + String.join("_", create.columns()) + "_idx"
        : create.name();
  }

  private void tree(Tree tree) {
    if (tree instanceof Tree.CreateTable create) {
      name(create.name());
      create.parents().forEach(this::name);
      create.likes().forEach(like -> name(like.table()));
      create.columns().forEach(this::column);
      create.constraints().forEach(this::constraint);
    } else if (tree instanceof Tree.AlterTable alter) {
      name(alter.name());
      alter.actions().forEach(this::action);
    } else if (tree instanceof Tree.CreateTableAs create) {
      name(create.name());
      mentions(create.query());
    } else if (tree instanceof Tree.CreateView create) {
      name(create.name());
      mentions(create.query());
    } else if (tree instanceof Tree.CreateIndex create) {
      name(create.table());
      if (create.name() != null) {
        text(create.name());
      }
    } else if (tree instanceof Tree.Drop drop) {
      drop.names().forEach(this::name);
      drop.tables().forEach(this::name);
    } else if (tree instanceof Tree.Rename rename) {
      name(rename.object());
    } else if (tree instanceof Tree.SetSchema set) {
      name(set.object());
    } else if (tree instanceof Tree.CreateTrigger create) {
      name(create.table());
      name(create.function());
    } else if (tree instanceof Tree.CreateFunction create) {
      name(create.name());
      words(create.body());
    } else if (tree instanceof Tree.AlterFunction alter) {
      name(alter.name());
    } else if (tree instanceof Tree.DoBlock block) {
      words(block.body());
    } else if (tree instanceof Tree.Call call) {
      name(call.procedure().function());
    } else {
      more(tree);
    }
  }

  private void more(Tree tree) {
    if (tree instanceof Tree.Insert insert) {
      mentions(insert.mentions());
    } else if (tree instanceof Tree.Update update) {
      mentions(update.mentions());
    } else if (tree instanceof Tree.Delete delete) {
      mentions(delete.mentions());
    } else if (tree instanceof Tree.Merge merge) {
      mentions(merge.mentions());
    } else if (tree instanceof Tree.Select select) {
      mentions(select.mentions());
    } else if (tree instanceof Tree.Truncate truncate) {
      truncate.tables().forEach(this::name);
    } else if (tree instanceof Tree.LockTable lock) {
      lock.tables().forEach(this::name);
    } else if (tree instanceof Tree.Vacuum vacuum) {
      vacuum.tables().forEach(this::name);
    } else if (tree instanceof Tree.Cluster cluster) {
      name(cluster.table());
    } else if (tree instanceof Tree.Reindex reindex) {
      name(reindex.name());
    } else if (tree instanceof Tree.Refresh refresh) {
      name(refresh.view());
    } else if (tree instanceof Tree.AlterEnum alter) {
      name(alter.name());
    } else if (tree instanceof Tree.AlterDomain alter) {
      name(alter.name());
    } else if (tree instanceof Tree.CreateDomain create) {
      name(create.name());
      type(create.type());
    } else if (tree instanceof Tree.CreatePolicy create) {
      name(create.table());
    } else if (tree instanceof Tree.Copy copy) {
      name(copy.table());
    }
  }

  private void action(Action action) {
    if (action instanceof Action.AddColumn add) {
      column(add.column());
    } else if (action instanceof Action.AddConstraint add) {
      constraint(add.constraint());
    } else if (action instanceof Action.AlterType alter) {
      type(alter.type());
    } else if (action instanceof Action.AttachPartition attach) {
      name(attach.partition());
    } else if (action instanceof Action.DetachPartition detach) {
      name(detach.partition());
    } else if (action instanceof Action.Inheritance inheritance) {
      name(inheritance.parent());
    } else if (action instanceof Action.SetDefault set && set.expression() != null) {
      expression(set.expression());
    }
  }

  private void column(Column column) {
    type(column.type());
    column.constraints().forEach(this::constraint);
  }

  private void constraint(Constraint constraint) {
    name(constraint.target());
    if (constraint.index() != null) {
      text(constraint.index());
    }
    if (constraint.expression() != null) {
      expression(constraint.expression());
    }
  }

  private void expression(Expr expression) {
    for (Expr part : expression.all()) {
      if (part instanceof Expr.Call call) {
        name(call.function());
      } else if (part instanceof Expr.Cast cast) {
        type(cast.type());
      }
    }
  }

  private void mentions(Mentions mentions) {
    mentions.relations().forEach(this::name);
    mentions.calls().forEach(this::expression);
    mentions.writes().forEach(this::tree);
  }

  private void words(String body) {
    Matcher matcher = WORD.matcher(body);
    while (matcher.find()) {
      text(matcher.group());
    }
  }

  private void type(@Nullable Type type) {
    if (type != null && !BuiltInTypes.has(type)) {
      name(type.name());
    }
  }

  private void name(@Nullable QualifiedName name) {
    if (name != null && !"pg_catalog".equals(name.schema())) {
      text(name.name());
    }
  }

  private void text(String name) {
    Matcher matcher = WORD.matcher(name);
    // A quoted name may hold several words; the longest one finds it.
    String longest = "";
    while (matcher.find()) {
      longest = matcher.group().length() > longest.length() ? matcher.group() : longest;
    }
    if (!longest.isEmpty()) {
      names.add(longest.toLowerCase(Locale.ROOT));
    }
  }
}

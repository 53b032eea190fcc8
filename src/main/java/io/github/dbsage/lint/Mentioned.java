package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Code;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.Mentions;
import io.github.dbsage.sql.tree.Parsed;
import io.github.dbsage.sql.tree.Tree;
import io.github.dbsage.sql.tree.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The objects that statements name, without their schemas, by the hashes of {@link Words}. */
final class Mentioned {

  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

  private static final Pattern STRING = Pattern.compile("'[^']*+'");

  /** What a file says that makes, changes or drops a function. */
  private static final List<Integer> OF_FUNCTIONS =
      Stream.of("function", "procedure", "routine").map(Words::hash).toList();

  /** What EXECUTE is full of, and no object is called without quotes. */
  private static final Set<String> OF_DYNAMIC =
      Set.of(
          ("add all alter and array as asc begin bigint boolean by case cast check"
                  + " column constraint create default delete desc distinct do drop else end"
                  + " except exists false for foreign format from grant group having i in index"
                  + " inner insert int integer intersect into is join jsonb key l left like limit"
                  + " not null numeric offset on only or order outer primary quote_ident"
                  + " quote_literal references returning right s select set table text then"
                  + " timestamptz to true truncate union unique update using uuid values varchar"
                  + " when where with")
              .split(" "));

  private final Grammar grammar;
  private final Set<Integer> names = new HashSet<>();
  private final Set<Integer> functions = new HashSet<>();

  Mentioned(Grammar grammar) {
    this.grammar = grammar;
  }

  /** Adds the names of a file's statements. */
  void in(Reading reading) {
    for (Reading.Line line : reading.lines()) {
      if (line.parsed() instanceof Parsed.Trees trees) {
        for (Parsed.Located one : trees.statements()) {
          tree(one.tree());
          body(one.tree(), line.statement().text());
        }
      }
    }
  }

  boolean isEmpty() {
    return names.isEmpty() && functions.isEmpty();
  }

  /** Whether a file of these words may name any of them. */
  boolean isIn(Words words) {
    return names.stream().anyMatch(words::has)
        || (OF_FUNCTIONS.stream().anyMatch(words::has) && functions.stream().anyMatch(words::has));
  }

  /** Adds the other names of what is named already; whether there were any new ones. */
  boolean alsoKnownAs(Reading reading) {
    Mentioned mentioned = new Mentioned(grammar);
    for (Reading.Line line : reading.lines()) {
      if (line.parsed() instanceof Parsed.Trees trees) {
        for (Parsed.Located one : trees.statements()) {
          if (one.tree() instanceof Tree.Rename rename && rename.part() == null) {
            mentioned.name(rename.object());
            mentioned.text(rename.to());
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
    return names.addAll(mentioned.names);
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
      function(create.function());
    } else if (tree instanceof Tree.CreateFunction create) {
      function(create.name());
    } else if (tree instanceof Tree.AlterFunction alter) {
      function(alter.name());
    } else if (tree instanceof Tree.Call call) {
      function(call.procedure().function());
    } else {
      more(tree);
    }
  }

  private void more(Tree tree) {
    if (tree instanceof Tree.Query query) {
      mentions(query.mentions());
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
        function(call.function());
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

  /** What stands in the body of a function or a DO block. */
  private void body(Tree tree, String text) {
    String body =
        tree instanceof Tree.CreateFunction create
            ? create.body()
            : tree instanceof Tree.DoBlock block ? block.body() : "";
    if (body.isEmpty()) {
      return;
    }
    List<Code> code = Inner.code(tree, text, grammar);
    for (Code part : code) {
      part.all().forEach(this::code);
    }
    boolean sql = tree instanceof Tree.CreateFunction create && create.language().equals("sql");
    if (code.isEmpty() && !(sql && statements(body))) {
      words(body);
    }
  }

  private void code(Code code) {
    if (code instanceof Code.Dynamic dynamic) {
      strings(dynamic.expression());
    } else if (code instanceof Code.Assign assign) {
      // It may be a part of what is executed later.
      strings(assign.value());
    } else if (code instanceof Code.Loop loop && loop.over() != null) {
      strings(loop.over());
    } else if (code instanceof Code.Sql sql && !statements(sql.text())) {
      words(sql.text());
    } else if (code instanceof Code.Query query && !statements(query.text())) {
      words(query.text());
    }
  }

  /** Adds the names of a text's statements; false where it cannot be read. */
  private boolean statements(String text) {
    if (grammar.parse(text) instanceof Parsed.Trees trees) {
      trees.statements().forEach(one -> tree(one.tree()));
      return true;
    }
    return false;
  }

  private void strings(String expression) {
    if (expression.contains("$")) {
      words(expression);
      return;
    }
    Matcher matcher = STRING.matcher(expression);
    while (matcher.find()) {
      words(matcher.group());
    }
  }

  private void words(String body) {
    Matcher matcher = WORD.matcher(body);
    while (matcher.find()) {
      if (!OF_DYNAMIC.contains(matcher.group().toLowerCase(Locale.ROOT))) {
        names.add(Words.hash(matcher.group()));
      }
    }
  }

  private void type(@Nullable Type type) {
    if (type != null && !Types.isBuiltIn(type)) {
      name(type.name());
    }
  }

  private void name(@Nullable QualifiedName name) {
    if (name != null && !"pg_catalog".equals(name.schema())) {
      text(name.name());
    }
  }

  private void function(QualifiedName name) {
    if (!"pg_catalog".equals(name.schema())) {
      text(name.name(), functions);
    }
  }

  private void text(String name) {
    text(name, names);
  }

  private static void text(String name, Set<Integer> names) {
    Matcher matcher = WORD.matcher(name);
    // A quoted name may hold several words; the longest one finds it.
    String longest = "";
    while (matcher.find()) {
      longest = matcher.group().length() > longest.length() ? matcher.group() : longest;
    }
    if (!longest.isEmpty()) {
      names.add(Words.hash(longest));
    }
  }
}

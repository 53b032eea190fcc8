package io.github.dbsage.lint;

import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.sql.Statement;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Code;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A statement in its place, as a rule sees it: the state before it, the transaction that it runs
 * in. A statement inside a DO block, or in a function that the file calls, is a scene of its own.
 */
public final class Scene {

  /** A statement's chars in a finding. */
  private static final int SHOWN = 200;

  private final Subject subject;
  private final Statement statement;
  private final Statement sent;
  private final Tree tree;
  private final String text;
  private final int base;
  private final Inside inside;
  private final State state;
  private Settings settings;
  private final Txn transaction;
  private final Server server;
  private final Timeouts timeouts;
  private final Grammar grammar;
  private final Supplier<List<Code>> reader;
  private @Nullable List<Code> code;
  private final Consumer<Found> findings;
  private boolean guessed;
  private Supplier<List<Tree>> following = List::of;
  private List<Effect> effects = List.of();

  /**
   * What a statement stands in.
   *
   * @param what null for the file itself, else {@code DO} or the function's name
   * @param loops how many loops around it
   * @param batch the innermost loop around it that takes rows in turn without a COMMIT, or null
   */
  public record Inside(@Nullable String what, int loops, Code.@Nullable Loop batch) {
    static final Inside FILE = new Inside(null, 0, null);
  }

  Scene(
      Subject subject,
      Statement statement,
      Statement sent,
      Tree tree,
      String text,
      int base,
      Inside inside,
      State state,
      Settings settings,
      Txn transaction,
      Server server,
      Timeouts timeouts,
      Grammar grammar,
      Supplier<List<Code>> reader,
      Consumer<Found> findings) {
    this.subject = subject;
    this.statement = statement;
    this.sent = sent;
    this.tree = tree;
    this.text = text;
    this.base = base;
    this.inside = inside;
    this.state = state;
    this.settings = settings;
    this.transaction = transaction;
    this.server = server;
    this.timeouts = timeouts;
    this.grammar = grammar;
    this.reader = reader;
    this.findings = findings;
  }

  /** A statement inside this one. */
  Scene within(
      Statement its,
      Tree inner,
      String itsText,
      int itsBase,
      Inside where,
      Txn itsTxn,
      boolean isGuessed) {
    Scene scene =
        new Scene(
            subject,
            its,
            sent,
            inner,
            itsText,
            itsBase,
            where,
            state,
            settings,
            itsTxn,
            server,
            timeouts,
            grammar,
            () -> List.of(),
            findings);
    scene.guessed = guessed || isGuessed;
    return scene;
  }

  public Subject subject() {
    return subject;
  }

  /** The statement that is sent; a DO block for what stands inside it. */
  public Statement statement() {
    return statement;
  }

  /** The statement of the file that makes it run: itself, or the call of its function. */
  public Statement sent() {
    return sent;
  }

  public Tree tree() {
    return tree;
  }

  /** The text of this very statement. */
  public String text() {
    return text;
  }

  /** Where the text stands in the statement that is sent, in chars; negative where unknown. */
  int base() {
    return base;
  }

  public Inside inside() {
    return inside;
  }

  /** Whether names in it stand for what is computed when it runs. */
  public boolean isGuessed() {
    return guessed;
  }

  /** The state before the statement. */
  public State state() {
    return state;
  }

  /** What the file has set before the statement. */
  public Settings settings() {
    return settings;
  }

  void settings(Settings ofItsFunction) {
    settings = ofItsFunction;
  }

  public Txn transaction() {
    return transaction;
  }

  public Server server() {
    return server;
  }

  /** What the file's directives ask for, as the runner obeys them. */
  public Timeouts timeouts() {
    return timeouts;
  }

  /** Reads what a statement holds as text. */
  public Grammar grammar() {
    return grammar;
  }

  /** The code of a DO block or a PL/pgSQL function that this statement defines. */
  public List<Code> code() {
    List<Code> known = code;
    if (known == null) {
      known = List.copyOf(reader.get());
      code = known;
    }
    return known;
  }

  /** What it does to relations, new ones included. */
  public List<Effect> effects() {
    return effects;
  }

  void effects(List<Effect> found) {
    effects = List.copyOf(found);
  }

  /** The statements behind it in its transaction. */
  public List<Tree> following() {
    return following.get();
  }

  void following(Supplier<List<Tree>> behind) {
    following = behind;
  }

  /** The relation of a name; one that the files do not tell of exists. */
  public Relation relation(QualifiedName name) {
    return state.relation(name);
  }

  /** The table that an ALTER TABLE is about, and its actions of a kind; none for anything else. */
  public <A extends Action> List<A> actions(Class<A> kind) {
    return tree instanceof Tree.AlterTable alter
        ? alter.actions().stream().filter(kind::isInstance).map(kind::cast).toList()
        : List.of();
  }

  /**
   * Whether nobody uses it yet: it is temporary, or made by a migration that is applied together
   * with this one.
   */
  public boolean isNew(Relation relation) {
    Relation.Index index = relation.index();
    return relation.temporary()
        || isNew(relation.birth())
        || (index != null && isNew(index.table()));
  }

  /** The same of anything else that was created. */
  public boolean isNew(@Nullable Birth birth) {
    return birth != null && birth.subject().isTogetherWith(subject);
  }

  /** The same of a relation by its name. */
  public boolean isNew(QualifiedName name) {
    Relation found = state.find(name);
    return found != null && isNew(found);
  }

  /** Where a char of this statement's text stands; the statement's begin where that is unknown. */
  public Place place(int at) {
    int offset = base < 0 ? -1 : base + Math.max(at, 0);
    return offset < 0 || offset > statement.text().length()
        ? statement.start()
        : statement.placeAt(offset);
  }

  /**
   * Tells of a hazard.
   *
   * @param at where in this statement's text, in chars; negative for its begin
   * @param message what is the matter here, one sentence
   * @param fix SQL or a sentence: what to write instead; null where nothing better is known than
   *     what the rule says in general
   */
  public void find(Rule rule, int at, String message, @Nullable String fix) {
    add(rule, rule.about().severity(), Certainty.CERTAIN, at, message, null, fix);
  }

  /** The same with another severity than the rule's own. */
  public void find(Rule rule, Severity severity, int at, String message, @Nullable String fix) {
    add(rule, severity, Certainty.CERTAIN, at, message, null, fix);
  }

  /**
   * Tells of a hazard that only the catalog can decide.
   *
   * @param decides what would decide it: {@code the column's type}
   */
  public void suspect(Rule rule, int at, String message, String decides, @Nullable String fix) {
    add(rule, rule.about().severity(), Certainty.POSSIBLE, at, message, decides, fix);
  }

  private void add(
      Rule rule,
      Severity severity,
      Certainty certainty,
      int at,
      String message,
      @Nullable String decides,
      @Nullable String fix) {
    if (!subject.judged()) {
      return;
    }
    if (guessed && certainty == Certainty.CERTAIN) {
      add(rule, severity, Certainty.POSSIBLE, at, message, "what EXECUTE is given", fix);
      return;
    }
    About about = rule.about();
    String effect = about.effect();
    if (decides != null) {
      effect = Found.doubtful(effect, decides);
    }
    if (inside.what() != null) {
      effect += " It runs inside " + inside.what() + ".";
    }
    Finding finding =
        new Finding(
            about.id(),
            severity,
            certainty,
            place(at),
            text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text,
            message,
            effect,
            fix == null ? about.safe() : fix);
    findings.accept(new Found(finding, subject, sent.start()));
  }
}

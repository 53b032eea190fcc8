package io.github.dbsage.sql.tree;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread on which the parser lives, because both the parser and whoever reads its trees need a
 * large stack. The parser is loaded when it is first asked; one that failed is thrown away.
 *
 * <p>{@link #run} is for one caller at a time; the other methods are for what it runs.
 */
final class ParserThread {

  /**
   * In bytes. No more than the module's own stack, so that it is the JVM that notices what nests
   * too deeply: the module would write over its data. It is enough for more than 100,000 levels;
   * the grammar itself takes 10,000 where it cannot fold them.
   */
  private static final long STACK = 32L << 20;

  /** What an answer begins with that is no tree. */
  private static final char REFUSED = '!';

  private static final char UNREAD = '?';
  private static final String TOO_DEEP = UNREAD + Parsed.Unread.TOO_DEEP;
  private static final String TOO_LARGE = UNREAD + Parsed.Unread.TOO_LARGE;

  /** Variables of a function that are given another type before it counts as unreadable. */
  private static final int MENDS = 20;

  private final ExecutorService executor;
  private @Nullable Engine engine;
  private volatile boolean left;

  ParserThread() {
    ThreadFactory factory =
        work -> {
          Thread made = new Thread(null, work, "dbsage-grammar", STACK);
          made.setDaemon(true);
          return made;
        };
    this.executor = Executors.newSingleThreadExecutor(factory);
  }

  /** Runs something on the thread and waits for it. */
  <T> T run(Supplier<T> work) {
    Future<T> result = executor.submit(work::get);
    try {
      return result.get();
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a statement was parsed", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Loads the parser without waiting for it. */
  void warmUp() {
    Future<?> unused = executor.submit(this::engine);
  }

  /** Leaves the thread to itself: what it still does interests nobody, and then it ends. */
  void stop() {
    left = true;
    executor.shutdownNow();
  }

  /** Whether it takes no more work. */
  boolean isLeft() {
    return left;
  }

  /** What the parser says of a text of statements; for {@link #parsed}. */
  String tree(String sql) {
    return ask(sql, Engine::parse);
  }

  /** What the parser says of the PL/pgSQL in a statement. */
  String code(String statement) {
    String first = ask(statement, Engine::parsePlpgsql);
    String answer = first;
    String text = statement;
    for (int i = 0; i < MENDS; i++) {
      if (!(parsed(answer) instanceof Parsed.Refusal refusal)) {
        return answer;
      }
      text = Declarations.mended(text, refusal.message());
      if (text == null) {
        return first;
      }
      answer = ask(text, Engine::parsePlpgsql);
    }
    return parsed(answer) == null ? answer : first;
  }

  /** Whether an answer is the same next time: not where it was this JVM that could bear no more. */
  static boolean isLasting(String answer) {
    return !answer.equals(TOO_DEEP) && !answer.equals(TOO_LARGE);
  }

  /** What an answer means that is no tree; null for a tree. */
  static @Nullable Parsed parsed(String answer) {
    if (answer.charAt(0) == REFUSED) {
      int blank = answer.indexOf(' ');
      int position = Integer.parseInt(answer.substring(1, blank));
      return new Parsed.Refusal(answer.substring(blank + 1), position);
    }
    return answer.charAt(0) == UNREAD ? new Parsed.Unread(answer.substring(1)) : null;
  }

  @FunctionalInterface
  private interface Question {
    String put(Engine engine, String text) throws Engine.Refused;
  }

  private String ask(String text, Question question) {
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      return refused(text.codePointCount(0, nul) + 1, "a zero byte is no text to PostgreSQL");
    }
    try {
      return ask(engine(), text, question);
    } catch (StackOverflowError e) {
      engine = null;
      return TOO_DEEP;
    } catch (OutOfMemoryError | Engine.Exhausted e) {
      engine = null;
      return TOO_LARGE;
    }
  }

  private String ask(Engine engine, String text, Question question) {
    try {
      return question.put(engine, text);
    } catch (Engine.Refused e) {
      return refused(e.position(), String.valueOf(e.getMessage()));
    } catch (Engine.Exhausted e) {
      throw e;
    } catch (RuntimeException e) {
      // A trap in the module: one statement less, but no reason to end the goal.
      this.engine = null;
      return UNREAD + "the parser gave up: " + e.getMessage();
    }
  }

  private static String refused(int position, String message) {
    return REFUSED + Integer.toString(position) + " " + message;
  }

  private Engine engine() {
    Engine running = engine;
    if (running == null) {
      running = new Engine();
      engine = running;
    }
    return running;
  }
}

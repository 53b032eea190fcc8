package io.github.dbsage.sql.tree;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.ValType;

/**
 * libpg_query 18 as WebAssembly, in an interpreter that is plain Java. Not thread-safe; needs a
 * thread with a large stack. After any exception but {@link Refused} an instance is broken.
 *
 * <p>The names of imports and exports are those of one build of the module, whose SHA-256 is pinned
 * with them.
 */
final class Engine {

  /** The grammar refused a text. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;

    Refused(String message, int position) {
      super(message, null, false, false);
      this.position = position;
    }

    /** From 1, in code points; 0 where it is not known. */
    int position() {
      return position;
    }
  }

  static final String MODULE = "libpg-query.wasm";
  static final String SHA_256 = "378b64e6182f65c71ad5dbd2c31c81e9dfed7d2f2debfb4b51c0d0de8fa2ae36";

  private static final Set<String> INVOKES =
      Set.of("a", "b", "d", "e", "f", "g", "h", "i", "j", "k", "l", "n", "y");

  /** It wants more memory than it may have. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Exhausted() {
      super("the parser wants more than " + (MOST_PAGES >> 4) + " MB", null, false, false);
    }
  }

  /** Pages of 64 KB: the module's own data and its stack of 32 MB fill 527 of them. */
  private static final int FEWEST_PAGES = 528;

  private static final int MOST_PAGES = 4096;

  private final LongJump jump = new LongJump();
  private final Instance instance;

  /** Loads the module. */
  Engine() {
    this(new Bodies(module()));
  }

  private Engine(Bodies bodies) {
    this(Parser.parse(bodies.skeleton()), instance -> new FlatMachine(instance, bodies));
  }

  /** The same on a machine of the caller's choice. */
  Engine(WasmModule module, Function<Instance, Machine> machine) {
    List<ImportFunction> functions = new ArrayList<>();
    module.importSection().stream()
        .filter(FunctionImport.class::isInstance)
        .map(FunctionImport.class::cast)
        .forEach(
            wanted -> {
              FunctionType type = module.typeSection().getType(wanted.typeIndex());
              functions.add(
                  new HostFunction(
                      wanted.module(), wanted.name(), type, handle(wanted.name(), type)));
            });
    this.instance =
        Instance.builder(module)
            .withImportValues(ImportValues.builder().withFunctions(functions).build())
            .withMachineFactory(machine)
            .withMemoryFactory(ByteArrayMemory::new)
            .withMemoryLimits(new MemoryLimits(FEWEST_PAGES, MOST_PAGES))
            .build();
    call("A");
  }

  /** The trees of a text of statements, as JSON. */
  String parse(String sql) throws Refused {
    return with(
        sql,
        input -> {
          int result = (int) call("F", input);
          try {
            return read(result);
          } finally {
            call("G", result);
          }
        });
  }

  /** The PL/pgSQL in a CREATE FUNCTION or DO statement, as JSON. */
  String parsePlpgsql(String sql) throws Refused {
    return with(sql, input -> answer((int) call("H", input)));
  }

  /** The tokens of a text, comments among them, as JSON. */
  String scan(String sql) throws Refused {
    return with(sql, input -> answer((int) call("M", input)));
  }

  /** An answer that is a text and nothing else: JSON, or what is wrong. */
  private String answer(int result) throws Refused {
    try {
      String answer = instance.memory().readCString(result, StandardCharsets.UTF_8);
      if (!answer.startsWith("{")) {
        throw new Refused(answer, 0);
      }
      return answer;
    } finally {
      call("N", result);
    }
  }

  @FunctionalInterface
  private interface Use {
    String of(int input) throws Refused;
  }

  private String with(String sql, Use use) throws Refused {
    byte[] text = sql.getBytes(StandardCharsets.UTF_8);
    int input = (int) call("C", text.length + 1L);
    instance.memory().write(input, text);
    instance.memory().writeByte(input + text.length, (byte) 0);
    try {
      return use.of(input);
    } finally {
      call("E", input);
    }
  }

  /** {@code {char* tree, char* stderr, PgQueryError* error}}. */
  private String read(int result) throws Refused {
    Memory memory = instance.memory();
    int error = memory.readInt(result + 8);
    if (error != 0) {
      // {msg, func, file, int line, int cursorpos}
      String message = memory.readCString(memory.readInt(error), StandardCharsets.UTF_8);
      throw new Refused(message, memory.readInt(error + 16));
    }
    return memory.readCString(memory.readInt(result), StandardCharsets.UTF_8);
  }

  private long call(String export, long... arguments) {
    long[] results = instance.export(export).apply(arguments);
    return results == null || results.length == 0 ? 0 : results[0];
  }

  private WasmFunctionHandle handle(String name, FunctionType type) {
    if (INVOKES.contains(name)) {
      return invoke(type.returns());
    }
    return switch (name) {
      case "p" ->
          (instance, arguments) -> {
            throw jump;
          };
      case "q" -> (instance, arguments) -> new long[] {grow(instance, arguments[0])};
      case "t" -> Engine::swallow;
      case "u", "r", "s", "o" -> (instance, arguments) -> new long[] {0};
      case "w" -> (instance, arguments) -> new long[0];
      case "c", "m", "v", "x" ->
          (instance, arguments) -> {
            throw new IllegalStateException("the parser's module gave up (" + name + ")");
          };
      default -> throw new IllegalStateException("the parser's module asks for " + name);
    };
  }

  /** Calls a function of the table; a long jump out of it comes back here. */
  private static WasmFunctionHandle invoke(List<ValType> returns) {
    return (instance, arguments) -> {
      long stack = instance.export("R").apply()[0];
      long[] rest = new long[arguments.length - 1];
      System.arraycopy(arguments, 1, rest, 0, rest.length);
      try {
        int function = instance.table(0).requiredRef((int) arguments[0]);
        return instance.getMachine().call(function, rest);
      } catch (LongJump e) {
        instance.export("Q").apply(stack);
        instance.export("P").apply(1, 0);
        return new long[returns.size()];
      }
    };
  }

  private static long grow(Instance instance, long bytes) {
    Memory memory = instance.memory();
    long pages = (bytes + Memory.PAGE_SIZE - 1) / Memory.PAGE_SIZE;
    if (pages > memory.pages() && memory.grow((int) (pages - memory.pages())) < 0) {
      // Not 0, as C has it: not everything in there asks what it got.
      throw new Exhausted();
    }
    return 1;
  }

  /** fd_write: what the parser would say on standard error. */
  private static long[] swallow(Instance instance, long... arguments) {
    Memory memory = instance.memory();
    int written = 0;
    for (int i = 0; i < arguments[2]; i++) {
      written += memory.readInt((int) arguments[1] + 8 * i + 4);
    }
    memory.writeI32((int) arguments[3], written);
    return new long[] {0};
  }

  /** The module as it is. */
  static byte[] module() {
    try (InputStream in = Engine.class.getResourceAsStream(MODULE)) {
      if (in == null) {
        throw new IllegalStateException(
            MODULE + " is not in the jar: build the plugin with npm at hand, see CONTRIBUTING.md");
      }
      byte[] bytes = in.readAllBytes();
      String found = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      if (!found.equals(SHA_256)) {
        throw new IllegalStateException(MODULE + " is another one: " + found);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** {@code longjmp}: thrown often, so without a stack trace. */
  private static final class LongJump extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private LongJump() {
      super(null, null, false, false);
    }
  }
}

package io.github.dbsage.render;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.MustacheParseException;
import com.samskivert.mustache.Template;
import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A Mustache template of the document: the plugin's own, or a user's. */
public final class PlanTemplate {

  /** The plugin's own, and what a user's is called in the project's folder. */
  public static final String NAME = "migration-plan.md.mustache";

  private final String file;
  private final Template template;

  private PlanTemplate(String file, Template template) {
    this.file = file;
    this.template = template;
  }

  /** The plugin's own. */
  public static PlanTemplate own() {
    try (InputStream in = PlanTemplate.class.getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IllegalStateException("there is no template in the jar");
      }
      return of(NAME, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A user's.
   *
   * @param file its name in messages
   * @throws UserError where it cannot be read, or is no template
   */
  public static PlanTemplate read(Path path, String file) {
    try {
      return of(file, Files.readString(path, StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      throw new UserError(RenderProblems.notUtf8(file), e);
    } catch (IOException e) {
      throw new UserError(RenderProblems.unreadable(file, e), e);
    }
  }

  /** A template with this text; what is wrong with it is told with the file's name. */
  static PlanTemplate of(String file, String text) {
    String lines = text.replace("\r\n", "\n");
    try {
      Template template =
          Mustache.compiler()
              .escapeHTML(false)
              .strictSections(true)
              .emptyStringIsFalse(true)
              .withLoader(
                  name -> {
                    throw new UserError(RenderProblems.partial(file, name));
                  })
              .compile(lines);
      return new PlanTemplate(file, template);
    } catch (MustacheParseException e) {
      throw new UserError(RenderProblems.syntax(file, e.getMessage()), e);
    }
  }

  /**
   * Fills it.
   *
   * @throws UserError where it asks for what there is not
   */
  String fill(Map<String, Object> values) {
    try {
      return template.execute(values);
    } catch (MustacheException.Context e) {
      throw new UserError(RenderProblems.unknownName(file, e.key, e.lineNo, values), e);
    } catch (MustacheException e) {
      if (e.getCause() instanceof UserError partial) {
        throw partial;
      }
      throw new UserError(RenderProblems.syntax(file, e.getMessage()), e);
    }
  }
}

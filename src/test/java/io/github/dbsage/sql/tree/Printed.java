package io.github.dbsage.sql.tree;

import io.github.dbsage.model.QualifiedName;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Records as text: every component but those that are false, null or empty; an empty list that
 * could be null is shown.
 */
final class Printed {

  private static final int WIDTH = 110;

  private final Set<String> seen = new TreeSet<>();

  /** The records that were printed, and the values of enums. */
  Set<String> seen() {
    return seen;
  }

  String of(Object value) {
    StringBuilder out = new StringBuilder();
    print(value, "  ", "", out);
    return out.toString();
  }

  private void print(Object value, String indent, String name, StringBuilder out) {
    String line = indent + name + line(value);
    if (line.length() <= WIDTH || !(value instanceof Record || value instanceof List)) {
      out.append(line).append('\n');
    } else if (value instanceof List<?> list) {
      out.append(indent).append(name).append('\n');
      list.forEach(item -> print(item, indent + "  ", "- ", out));
    } else {
      out.append(indent).append(name).append(value.getClass().getSimpleName()).append('\n');
      String deeper = indent + (name.startsWith("-") ? "    " : "  ");
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        Object inner = value(component, value);
        if (inner != null) {
          print(inner, deeper, component.getName() + " ", out);
        }
      }
    }
  }

  /** On one line. */
  private String line(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(this::line).toList().toString();
    }
    if (value instanceof Enum<?> constant) {
      seen.add(constant.getDeclaringClass().getName() + "." + constant.name());
    }
    if (!(value instanceof Record) || value instanceof QualifiedName || value instanceof Type) {
      return String.valueOf(value).replace("\n", "⏎");
    }
    seen.add(value.getClass().getName());
    StringBuilder out = new StringBuilder(value.getClass().getSimpleName());
    String between = "(";
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object inner = value(component, value);
      if (inner != null) {
        out.append(between).append(component.getName()).append(' ').append(line(inner));
        between = ", ";
      }
    }
    return out.append(between.equals("(") ? "()" : ")").toString();
  }

  private static boolean mayBeNull(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static @Nullable Object value(RecordComponent component, Object record) {
    try {
      component.getAccessor().setAccessible(true);
      Object value = component.getAccessor().invoke(record);
      boolean empty = List.of().equals(value) && !mayBeNull(component);
      return Boolean.FALSE.equals(value) || "".equals(value) || empty ? null : value;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}

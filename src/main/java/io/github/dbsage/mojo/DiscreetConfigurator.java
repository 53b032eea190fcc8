package io.github.dbsage.mojo;

import java.util.Set;
import org.codehaus.plexus.classworlds.realm.ClassRealm;
import org.codehaus.plexus.component.configurator.BasicComponentConfigurator;
import org.codehaus.plexus.component.configurator.ComponentConfigurationException;
import org.codehaus.plexus.component.configurator.ConfigurationListener;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluator;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/**
 * Sets a goal's parameters as Maven does, but hides from its listener, which writes each value to
 * the log under {@code -X}, those that are or may hold a secret.
 */
public final class DiscreetConfigurator extends BasicComponentConfigurator {

  /** What a goal's {@code configurator} says. */
  static final String HINT = "dbsage";

  private static final String SHOWN = "****";

  private static final Set<String> DISCREET = Set.of("password", "url", "placeholders");

  @Override
  public void configureComponent(
      Object component,
      PlexusConfiguration configuration,
      ExpressionEvaluator evaluator,
      ClassRealm realm,
      ConfigurationListener listener)
      throws ComponentConfigurationException {
    super.configureComponent(component, configuration, evaluator, realm, new Discreet(listener));
  }

  private record Discreet(ConfigurationListener listener) implements ConfigurationListener {

    @Override
    public void notifyFieldChangeUsingSetter(String name, Object value, Object target) {
      listener.notifyFieldChangeUsingSetter(name, shown(name, value), target);
    }

    @Override
    public void notifyFieldChangeUsingReflection(String name, Object value, Object target) {
      listener.notifyFieldChangeUsingReflection(name, shown(name, value), target);
    }

    /** Maven only asks whether there is a value at all. */
    private static Object shown(String name, Object value) {
      return value != null && DISCREET.contains(name) ? SHOWN : value;
    }
  }
}

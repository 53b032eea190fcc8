package io.github.dbsage.render;

import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.MigrationPlan.ChangeWindow;
import io.github.dbsage.plan.MigrationPlan.Communication;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who is told, who agrees, and when. */
final class CommunicationSection {

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT);

  private CommunicationSection() {}

  static Map<String, Object> of(Material material) {
    MigrationPlan plan = material.plan();
    Communication communication =
        plan == null
            ? new Communication(List.of(), List.of(), null, List.of(), null)
            : plan.communication();
    ChangeWindow window = communication.changeWindow();
    return new Values()
        .list("stakeholders", Terms.texts(communication.stakeholders()))
        .list("approvers", Terms.texts(communication.approvers()))
        .put("window", window != null)
        .put("from", window == null ? "" : utc(window.from().value()))
        .put("to", window == null ? "" : utc(window.to().value()))
        .list("validationOwners", Terms.texts(communication.validationOwners()))
        .prose("incidentContact", communication.incidentContact())
        .map();
  }

  static String utc(OffsetDateTime time) {
    return MINUTES.format(time.withOffsetSameInstant(ZoneOffset.UTC));
  }
}

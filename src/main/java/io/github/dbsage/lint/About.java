package io.github.dbsage.lint;

import io.github.dbsage.model.Severity;

/**
 * What a rule is about; its documentation page is made from this.
 *
 * @param id of the hazard
 * @param severity as HAZARDS.md has it
 * @param title one sentence without a full stop
 * @param effect what happens on a busy table, in a sentence or two
 * @param harmless when it is none, in a sentence or two
 * @param safe the safe way, in a sentence or two
 */
public record About(
    String id, Severity severity, String title, String effect, String harmless, String safe) {}

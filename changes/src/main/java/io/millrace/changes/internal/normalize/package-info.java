// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code NormalizeEnvelope} does: plans, shapes, names, errors, and the {@code debezium-compat} profile. Public for
 * Millrace's own modules only.
 */
package io.millrace.changes.internal.normalize;

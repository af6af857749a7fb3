// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code NormalizeEnvelope} does: plans, shapes, names, errors, and the {@code debezium-compat} profile. Public for the
 * packages beside it only.
 */
package io.millrace.transforms.internal.normalize;

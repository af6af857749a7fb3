// SPDX-License-Identifier: Apache-2.0
/**
 * Connect records, fast: structs opened as arrays, plans kept per schema, the catalogue of logical types, error texts. Every
 * other module may use it. It knows Connect's API and nothing of
 * formats, stores or change events.
 */
package io.millrace.records;

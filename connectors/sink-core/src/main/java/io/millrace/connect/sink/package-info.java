// SPDX-License-Identifier: Apache-2.0
/**
 * What every sink shares: who owns a partition, batches and flushes, rows grouped by effect, changes of tables, dead
 * letters. A store implements {@link io.millrace.connect.sink.TableStore}. It may know Connect, Kafka's clients and change events, and
 * knows no SQL and no store.
 */
package io.millrace.connect.sink;

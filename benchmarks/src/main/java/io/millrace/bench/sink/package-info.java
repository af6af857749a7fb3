// SPDX-License-Identifier: Apache-2.0
/** What the benchmarks of sinks share: rows, calls of a task, and figures. */
package io.millrace.bench.sink;

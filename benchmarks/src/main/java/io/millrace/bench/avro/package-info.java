// SPDX-License-Identifier: Apache-2.0
/** How fast structs become Avro, and Avro structs: {@code ./millrace bench avro}. */
package io.millrace.bench.avro;

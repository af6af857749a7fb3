// SPDX-License-Identifier: Apache-2.0
/** Avro: schemas to and from Connect's, and the compiled plans that write and read values. No promise to anyone. */
package io.millrace.converters.internal.avro;

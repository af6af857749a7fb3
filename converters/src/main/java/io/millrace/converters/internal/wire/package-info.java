// SPDX-License-Identifier: Apache-2.0
/** Records on the wire: which schema a record is written with, where its id stands, how it is found. No promise to anyone. */
package io.millrace.converters.internal.wire;

// SPDX-License-Identifier: Apache-2.0
/** One converter made of several: which of them may read a record, and what becomes of one that none can read. */
package io.millrace.converters.internal.fallback;

// SPDX-License-Identifier: Apache-2.0
/** JSON without schemas: types learned from the text or given, and compiled into plans that read and write tokens. */
package io.millrace.json.internal;

// SPDX-License-Identifier: Apache-2.0
/** Who may send events, how they prove it, and what is answered to those who ask first. */
@NullMarked
package io.millrace.connect.ingest.auth;

import org.jspecify.annotations.NullMarked;

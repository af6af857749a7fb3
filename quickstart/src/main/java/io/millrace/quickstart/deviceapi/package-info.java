// SPDX-License-Identifier: Apache-2.0
/** Simulated fleets of phones, tablets and computers, behind a paged JSON feed or pushing by HTTP, and their ledgers. */
@NullMarked
package io.millrace.quickstart.deviceapi;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** A simulated device API: a fleet of phones, tablets and computers behind a paged JSON feed, and its ledger. */
@NullMarked
package io.millrace.quickstart.deviceapi;

import org.jspecify.annotations.NullMarked;

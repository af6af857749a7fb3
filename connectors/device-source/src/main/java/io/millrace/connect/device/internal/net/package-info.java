// SPDX-License-Identifier: Apache-2.0
/** Requests to APIs: which addresses they may go to, how many there may be, and what their answers say of it. */
@NullMarked
package io.millrace.connect.device.internal.net;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** What every device source shares. Public for the sources of this project; no promise to anyone else. */
@NullMarked
package io.millrace.connect.device.internal;

import org.jspecify.annotations.NullMarked;

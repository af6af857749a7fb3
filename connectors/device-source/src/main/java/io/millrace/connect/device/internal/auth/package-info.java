// SPDX-License-Identifier: Apache-2.0
/** What proves to an API who asks. */
@NullMarked
package io.millrace.connect.device.internal.auth;

import org.jspecify.annotations.NullMarked;

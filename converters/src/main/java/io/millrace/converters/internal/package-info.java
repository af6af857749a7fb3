// SPDX-License-Identifier: Apache-2.0
/** The settings of {@code AvroConverter}, for those who read as it does. No promise to anyone. */
package io.millrace.converters.internal;

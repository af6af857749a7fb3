// SPDX-License-Identifier: Apache-2.0
/** Converters between Connect's data and bytes: one public class per format. */
package io.millrace.converters;

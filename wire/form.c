#include "wire/form.h"

#include <string.h>

#include "wire/uri.h"
#include "wire/utf8.h"

/* Decodes a text where it stands, which it never outgrows. The byte behind it is overwritten. */
static bool decode(char *text, size_t len, struct fault *fault)
{
	if (!memchr(text, '%', len) && !memchr(text, '+', len))
		text[len] = '\0';
	else if (!uri_decode_to(text, len, URI_PLUS_IS_SPACE, text))
		return fault_set(fault, FAULT_INPUT, "the form has broken percent coding");
	if (!utf8_is_valid(text, strlen(text)))
		return fault_set(fault, FAULT_INPUT, "the form is not valid UTF-8");
	return true;
}

bool form_parse(struct arena *arena, const char *data, size_t len, struct fault *fault,
		struct form *out_form)
{
	struct form form = { 0 };
	struct uri_parameter parameter;
	const char *at;
	size_t count = 0;
	char *text;

	if (len && memchr(data, '\0', len))
		return fault_set(fault, FAULT_INPUT, "the form has a NUL in it");
	text = arena_strndup(arena, data, len);
	for (at = text; uri_next_parameter(&at, &parameter);)
		count++;
	if (count > FORM_FIELDS_MAX)
		return fault_set(fault, FAULT_INPUT, "the form has more than %d fields",
				 FORM_FIELDS_MAX);
	form.fields = arena_array(arena, count, sizeof(*form.fields));
	for (at = text; uri_next_parameter(&at, &parameter); form.count++) {
		char *name = text + (parameter.name - text);
		char *value = text + (parameter.value - text);

		at += *at == '&'; /* which ends a text now */
		if (!decode(name, parameter.name_len, fault) ||
		    !decode(value, parameter.value_len, fault))
			return false;
		form.fields[form.count] = (struct form_field){ name, value };
	}
	*out_form = form;
	return true;
}

const char *form_get(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++)
		if (!strcmp(form->fields[i].name, name))
			return form->fields[i].value;
	return NULL;
}

void form_add(struct buffer *out, const char *name, const char *value)
{
	if (out->len)
		buffer_add_char(out, '&');
	uri_encode(out, name, strlen(name), URI_KEEP_NOTHING);
	buffer_add_char(out, '=');
	uri_encode(out, value, strlen(value), URI_KEEP_NOTHING);
}

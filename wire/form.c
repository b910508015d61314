#include "wire/form.h"

#include <string.h>

#include "wire/uri.h"
#include "wire/utf8.h"

static bool decode(struct arena *arena, const char *text, size_t len, struct fault *fault,
		   const char **out_text)
{
	char *decoded;

	if (!uri_decode(arena, text, len, URI_PLUS_IS_SPACE, &decoded))
		return fault_set(fault, FAULT_INPUT, "the form has broken percent coding");
	if (!utf8_is_valid(decoded, strlen(decoded)))
		return fault_set(fault, FAULT_INPUT, "the form is not valid UTF-8");
	*out_text = decoded;
	return true;
}

bool form_parse(struct arena *arena, const char *data, size_t len, struct fault *fault,
		struct form *out_form)
{
	struct form form = { 0 };
	struct uri_parameter parameter;
	const char *at;
	size_t count = 0;

	if (len && memchr(data, '\0', len))
		return fault_set(fault, FAULT_INPUT, "the form has a NUL in it");
	data = arena_strndup(arena, data, len);
	for (at = data; uri_next_parameter(&at, &parameter);)
		count++;
	if (count > FORM_FIELDS_MAX)
		return fault_set(fault, FAULT_INPUT, "the form has more than %d fields",
				 FORM_FIELDS_MAX);
	form.fields = arena_array(arena, count, sizeof(*form.fields));
	for (at = data; uri_next_parameter(&at, &parameter); form.count++) {
		struct form_field *field = &form.fields[form.count];

		if (!decode(arena, parameter.name, parameter.name_len, fault, &field->name) ||
		    !decode(arena, parameter.value, parameter.value_len, fault, &field->value))
			return false;
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

"""An appraisal year of the Ministry of Personnel: Bala writes, Farah heads, Asha has eight courses prescribed."""
